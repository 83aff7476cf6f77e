"""fastai's path to optimizers. The code is in `minifast.optim.optimizer`."""
from functools import partial as _partial

from minifast.optim import optimizer as _home
from minifast.optim.optimizer import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
