"""fastai's path to metrics. The code is in `minifast.metrics.tasks`."""
from functools import partial as _partial

from minifast.metrics import tasks as _home
from minifast.metrics.tasks import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
