"""fastai's path to the names of other packages that come with a star import. The code is in `minifast.core.imports`."""
from minifast.core.doors import door as _door
from minifast.core import imports as _home
from minifast.core.imports import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home)                 # private names of the room, and what fastai has here too
