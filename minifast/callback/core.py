"""fastai's path to callbacks. The code is in `minifast.train.callback`."""
from functools import partial as _partial

from minifast.train import callback as _home
from minifast.train.callback import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
