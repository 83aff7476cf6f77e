"""fastai's path to layers. The code is in `minifast.nn.blocks`."""
from minifast.core.doors import door as _door
from minifast.nn import blocks as _home
from minifast.nn import layers as _layers
from minifast.nn.blocks import *  # noqa: F401, F403

__getattr__ = _door(__name__, _home, _layers)        # private names of the rooms, and what fastai has here too
