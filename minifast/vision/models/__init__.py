"Architectures for images: torchvision's by their names."
from . import tvm
from .tvm import *
