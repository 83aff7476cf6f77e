"""fastai's path to the loader. The code is in `minifast.data.loading.loader`."""
from minifast.core.doors import door as _door
from minifast.data.loading import loader as _home
from minifast.data.loading.loader import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home)                 # private names of the room, and what fastai has here too
