"""fastai's path to the loader. The code is in `minifast.data.loading.loader`."""
from functools import partial as _partial

from minifast.data.loading import loader as _home
from minifast.data.loading.loader import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
