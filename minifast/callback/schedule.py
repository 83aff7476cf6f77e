"""fastai's path to schedules. The code is in `minifast.train.schedule`."""
from functools import partial as _partial

from minifast.train import schedule as _home
from minifast.train.schedule import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
