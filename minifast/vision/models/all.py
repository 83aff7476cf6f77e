"""All architectures."""
from minifast.vision.models.tvm import *
