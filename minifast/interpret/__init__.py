"""fastai's path to interpretation. The code is in `minifast.interpret.core`."""
from functools import partial as _partial

from minifast.interpret import core as _home
from minifast.interpret.core import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
