"""fastai's path to layers. The code is in `minifast.nn.blocks`."""
from functools import partial as _partial

from minifast.nn import blocks as _home
from minifast.nn.blocks import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
