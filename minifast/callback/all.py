"""All callbacks and schedules."""
import typing as _typing

from minifast.callback.averaging import *
from minifast.interpret.attribution import *
from minifast.callback.channelslast import *
from minifast.train.callback import *
from minifast.callback.data import *
from minifast.callback.fp16 import *
from minifast.callback.hook import *
from minifast.train.logger import *
from minifast.callback.mixup import *
from minifast.callback.preds import *
from minifast.callback.memory import *
from minifast.train.progress import *
from minifast.callback.rnn import *
from minifast.callback.sam import *
from minifast.callback.resume import *
from minifast.train.schedule import *
from minifast.callback.tracker import *
from minifast.callback.training import *

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
