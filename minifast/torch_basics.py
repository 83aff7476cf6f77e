"""fastai's path to the names of `imports` and `torch_core` together."""
from minifast.torch_core import *
