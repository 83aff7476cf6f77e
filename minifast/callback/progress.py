"""fastai's path to the progress bar and its like. The code is in `minifast.train.progress`."""
from functools import partial as _partial

from minifast.train import progress as _home
from minifast.train.progress import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
