"""Everything for ratings, and for the tables that they are: `from minifast.collab import *`."""
import typing as _typing

from minifast.tabular.all import *
from minifast.tabular.collab import *
from minifast.tabular.ranking import *

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
