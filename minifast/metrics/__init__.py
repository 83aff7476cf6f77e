"""fastai's path to metrics. The code is in `minifast.metrics.tasks`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.metrics import tasks as _home
from minifast.metrics.tasks import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home) # and private names
