"""fastai's path to interpretation. The code is in `minifast.interpret.core`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.interpret import core as _home
from minifast.interpret.core import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home) # and private names
