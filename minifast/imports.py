"""fastai's path to the names of other packages that come with a star import. The code is in `minifast.core.imports`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.core import imports as _home
from minifast.core.imports import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home) # and private names
