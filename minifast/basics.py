"""Everything for training: `minifast.data.all`, optimizers, metrics, callbacks and the `Learner`."""
from minifast.data.all import *

from minifast.calibration import *
from minifast.callback.core import *
from minifast.compile import *
from minifast.debug import *
from minifast.export import load_object, register_codec, save_object
from minifast.inference import *
from minifast.interpret import *
from minifast.learner import *
from minifast.metrics import *
from minifast.optimizer import *
from minifast.slices import *
