"""fastai's path to the progress bar and its like. The code is in `minifast.train.progress`."""
from minifast.core.doors import door as _door
from minifast.train import progress as _home
from minifast.train.progress import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home)                 # private names of the room, and what fastai has here too
