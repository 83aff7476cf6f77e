"""fastai's path to the loader. The code is in `minifast.data.loading.loader`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.data.loading import loader as _home
from minifast.data.loading.loader import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home) # and private names
