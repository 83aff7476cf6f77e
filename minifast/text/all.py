"""Everything for text, and the packages under it: `from minifast.text.all import *`."""
import typing as _typing

from minifast.basics import *

from minifast.callback.all import *
from minifast.text.core import *
from minifast.text.data import *

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
