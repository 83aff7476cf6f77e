"""fastai's path to interpretation. The code is in `minifast.interpret.core`."""
from minifast.core.doors import door as _door
from minifast.interpret import core as _home
from minifast.interpret.core import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home)                 # private names of the room, and what fastai has here too
