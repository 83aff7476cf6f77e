"""fastai's path to the `Learner`. The code is in `minifast.train.learner`."""
from functools import partial as _partial

from minifast.train import learner as _home
from minifast.train.learner import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
