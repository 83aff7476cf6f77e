"""fastai's path to schedules. The code is in `minifast.train.schedule`."""
from minifast.core.doors import door as _door
from minifast.train import schedule as _home
from minifast.train.schedule import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home)                 # private names of the room, and what fastai has here too
