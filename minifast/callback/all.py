"""All callbacks and schedules."""
from minifast.callback.core import *
from minifast.callback.hook import *
from minifast.callback.logger import *
from minifast.callback.progress import *
from minifast.callback.schedule import *
from minifast.callback.tracker import *
from minifast.callback.training import *
