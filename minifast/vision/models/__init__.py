"Architectures for images: torchvision's by their names, and our own."
# ruff: noqa: F401, F403
import typing as _typing
import torchvision.models as _torchvision

from minifast.core.doors import door as _door

from . import create, lite, tvm, unet, xresnet
from .lite import efficientnet_lite0
from .tvm import *

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _torchvision)
