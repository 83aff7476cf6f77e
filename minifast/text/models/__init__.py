"Models of texts: AWD-LSTM, a small GPT, encoders of Hugging Face, and what is built on them."
# ruff: noqa: F401, F403
import typing as _typing

from minifast.core.doors import door as _door

from . import awdlstm, core, gpt, hf
from .awdlstm import *
from .core import *
from .gpt import *
from .hf import *

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
