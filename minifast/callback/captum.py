"""fastai's path to attribution. The code is in `minifast.interpret.attribution`."""
from minifast.core.doors import door as _door
from minifast.interpret import attribution as _home
from minifast.interpret.attribution import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home)                 # private names of the room, and what fastai has here too
