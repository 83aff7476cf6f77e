"""Everything for text, and the packages under it: `from minifast.text.all import *`."""
import typing as _typing

from minifast.basics import *

from minifast.callback.all import *
from minifast.text.core import *
from minifast.text import models
from minifast.text.models import awdlstm, core
from minifast.text.attribution import *
from minifast.text.baseline import *
from minifast.text.data import *
from minifast.text.encoders import *
from minifast.text.ensemble import TextEnsemble
from minifast.text.generate import *
from minifast.text.gguf import GGUFFile, read_gguf
from minifast.text.hf import *
from minifast.text.learner import *
from minifast.text.llama import *
from minifast.text.lora import *
from minifast.text.models.core import *
from minifast.text.models.awdlstm import *
from minifast.text.models.gpt import *
from minifast.text.models.hf import *
from minifast.text.models.hf_lm import *
from minifast.text.seq2seq import *
from minifast.text.tags import *
from minifast.text.weights import *

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
