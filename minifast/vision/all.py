"""Everything for vision, and the packages under it: `from minifast.vision.all import *`."""
import typing as _typing
import torchvision.models as _torchvision

from minifast.basics import *

from minifast.callback.all import *
from minifast.vision import models
from minifast.vision.augment import *
from minifast.vision.boxes import *
from minifast.vision.core import *
from minifast.vision.crappify import *
from minifast.vision.data import *
from minifast.vision.detection import *
from minifast.vision.distill import *
from minifast.vision.learner import *
from minifast.vision.models.create import *
from minifast.vision.models.lite import *
from minifast.vision.models.tvm import *
from minifast.vision.models.unet import *
from minifast.vision.models.xresnet import *
from minifast.vision.progressive import *
from minifast.vision.segmentation import *
from minifast.vision.self_supervised import *
from minifast.vision.utils import *

# `ResNet50_Weights`, `ResNet` ...
globals().update({k: v for k, v in vars(_torchvision).items() if isinstance(v, type) and k[0] != '_'})

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
