"""fastai's path to the names of other packages that come with a star import. The code is in `minifast.core.imports`."""
from functools import partial as _partial

from minifast.core import imports as _home
from minifast.core.imports import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
