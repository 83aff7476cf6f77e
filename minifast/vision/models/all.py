"""All architectures."""
import torchvision.models as _torchvision

from minifast.core.doors import door as _door
from minifast.vision.models.tvm import *

__getattr__ = _door(__name__, _torchvision)
