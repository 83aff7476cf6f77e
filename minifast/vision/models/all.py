"""All architectures."""
import typing as _typing
import torchvision.models as _torchvision

from minifast.core.doors import door as _door
from minifast.vision.models.create import *
from minifast.vision.models.lite import *
from minifast.vision.models.tvm import *
from minifast.vision.models.unet import *
from minifast.vision.models.xresnet import *

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _torchvision)
