"""Everything for medical images and notes, and the packages under it: `from minifast.medical.all import *`."""
import typing as _typing

from minifast.vision.all import *

from minifast.medical.anonymize import *
from minifast.medical.grid import *
from minifast.medical.imaging import *
from minifast.medical.normalize import *
from minifast.medical.seg import *
from minifast.medical.slices import *
from minifast.medical.text import *
from minifast.medical.unet3d import *
from minifast.medical.volume import *

from minifast.core.doors import door as _door

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
