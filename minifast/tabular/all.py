"""Everything for tables, and the packages under it: `from minifast.tabular.all import *`."""
import typing as _typing

from minifast.basics import *

from minifast.callback.all import *
from minifast.tabular.bagged import *
from minifast.tabular.core import *
from minifast.tabular.data import *
from minifast.tabular.frames import *
from minifast.tabular.inspect import *
from minifast.tabular.learner import *
from minifast.tabular.mixed import *
from minifast.tabular.model import *
from minifast.tabular.networks import *
from minifast.tabular.scaling import *
from minifast.tabular.stream import *

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
