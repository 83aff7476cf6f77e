"""fastai's path to training in several processes. The code is in `minifast.distributed.trainer` and `.launch`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.distributed import launch as _launch, trainer as _home
from minifast.distributed.arguments import *  # noqa: F401, F403
from minifast.distributed.launch import *  # noqa: F401, F403
from minifast.distributed.trainer import *  # noqa: F401, F403
from minifast.distributed.watch import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home, _launch) # and private names
