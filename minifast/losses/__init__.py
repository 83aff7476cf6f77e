"""fastai's path to losses. The code is in `minifast.losses.core`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.losses import core as _home
from minifast.losses.core import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home) # and private names
