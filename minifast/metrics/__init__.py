"""fastai's path to metrics. The code is in `minifast.metrics.tasks`."""
from minifast.core.doors import door as _door
from minifast.metrics import tasks as _home
from minifast.metrics.tasks import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home)                 # private names of the room, and what fastai has here too
