"""fastai's path to optimizers. The code is in `minifast.optim.optimizer`."""
from minifast.core.doors import door as _door
from minifast.core import legacy as _legacy
from minifast.optim import optimizer as _home
from minifast.optim.optimizer import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home, _legacy)        # private names of the rooms, and what fastai has here too
