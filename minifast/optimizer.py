"""fastai's path to optimizers. The code is in `minifast.optim.optimizer`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.core import legacy as _legacy
from minifast.optim import optimizer as _home
from minifast.optim.optimizer import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home, _legacy) # and private names
