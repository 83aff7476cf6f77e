"""fastai's path to the core package: typed tensors, devices, display and random numbers. The code is in
`minifast.core`."""
import typing as _typing

from minifast.core.imports import *

from minifast.core.device import *
from minifast.core.display import *
from minifast.core.legacy import *
from minifast.core.random import *
from minifast.core.tensor import *
from minifast.core.types import *
from minifast.nn.layers import Module

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
