"""fastai's path to attribution. The code is in `minifast.interpret.attribution`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.interpret import attribution as _home
from minifast.interpret.attribution import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home) # and private names
