"""fastai's path to losses. The code is in `minifast.losses.core`."""
from minifast.core.doors import door as _door
from minifast.losses import core as _home
from minifast.losses.core import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home)                 # private names of the room, and what fastai has here too
