"Architectures for images: torchvision's by their names."
# ruff: noqa: F401, F403
from . import tvm
from .tvm import *
