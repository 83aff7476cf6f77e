"""Everything for training: `minifast.data.all`, optimizers, metrics, callbacks and the `Learner`."""
import typing as _typing

from minifast.data.all import *

from minifast.interpret.calibration import *
from minifast.train.callback import *
from minifast.train.compile import *
from minifast.train.debug import *
from minifast.store.export import load_object, register_codec, save_object
from minifast.train.head import *
from minifast.train.inference import *
from minifast.interpret.core import *
from minifast.train.learner import *
from minifast.metrics.tasks import *
from minifast.optim.optimizer import *
from minifast.interpret.slices import *

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
