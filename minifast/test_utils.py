"""fastai's path to a Learner for tests. The code is in `minifast.train.synthetic`."""
from minifast.core.doors import door as _door
from minifast.train import synthetic as _home
from minifast.train.synthetic import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home)                 # private names of the room, and what fastai has here too
