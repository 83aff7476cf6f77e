"""fastai's path to what everything else needs: the names of `imports`, typed tensors, transforms, layers and losses."""
import typing as _typing
from torch import multiprocessing

from minifast.torch_core import *

from minifast.core.transform import *
from minifast.nn.blocks import *
from minifast.losses.core import *

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
