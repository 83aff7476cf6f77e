"""fastai's path to the `Learner`. The code is in `minifast.train.learner`."""
from minifast.core.doors import door as _door
from minifast.core import legacy as _legacy
from minifast.train import learner as _home
from minifast.train.learner import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home, _legacy)        # private names of the rooms, and what fastai has here too
