"""fastai's path to the progress bar and its like. The code is in `minifast.train.progress`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.train import progress as _home
from minifast.train.progress import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home) # and private names
