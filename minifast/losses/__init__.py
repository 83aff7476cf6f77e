"""fastai's path to losses. The code is in `minifast.losses.core`."""
from functools import partial as _partial

from minifast.losses import core as _home
from minifast.losses.core import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
