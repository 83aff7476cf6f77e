"""fastai's path to callbacks. The code is in `minifast.train.callback`."""
from minifast.core.doors import door as _door
from minifast.train import callback as _home
from minifast.train.callback import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home)                 # private names of the room, and what fastai has here too
