"""fastai's path to layers. The code is in `minifast.nn.blocks`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.nn import blocks as _home
from minifast.nn import layers as _layers
from minifast.nn.blocks import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home, _layers) # and private names
