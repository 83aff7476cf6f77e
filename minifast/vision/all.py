"""Everything for vision, and the packages under it: `from minifast.vision.all import *`."""
import torchvision.models as _torchvision

from minifast.basics import *

from minifast.callback.all import *
from minifast.vision import models
from minifast.vision.augment import *
from minifast.vision.core import *
from minifast.vision.data import *
from minifast.vision.learner import *
from minifast.vision.models.tvm import *
from minifast.vision.utils import *

globals().update({k: v for k, v in vars(_torchvision).items() if k.endswith('_Weights')})      # `ResNet50_Weights` ...
