"Architectures for images: torchvision's by their names."
# ruff: noqa: F401, F403
import torchvision.models as _torchvision

from minifast.core.doors import door as _door

from . import tvm
from .tvm import *

__getattr__ = _door(__name__, _torchvision)
