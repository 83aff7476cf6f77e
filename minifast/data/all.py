"""Everything for data: the core package, the data package, losses, layers, and the names of other packages that come
with them."""
import typing as _typing

from minifast.core.imports import *

from minifast.core.device import *
from minifast.core.display import *
from minifast.core.errors import (CollateError, DownloadError, EmptyDataError, ExportError, LabelError, MinifastWarning,
                                  NonFiniteError, UnreadableImageError, UnsafeFileError)
from minifast.core.legacy import *
from minifast.core.random import *
from minifast.core.transform import *
from minifast.core.types import *
from minifast.data.block import *
from minifast.data.checks.check import DataReport
from minifast.data.core import *
from minifast.data.external import *
from minifast.data.loading.loader import *
from minifast.data.sources import *
from minifast.data.transforms import *
from minifast.nn.blocks import *
from minifast.losses.core import *

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
