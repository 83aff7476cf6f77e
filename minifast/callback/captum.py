"""fastai's path to attribution. The code is in `minifast.interpret.attribution`."""
from functools import partial as _partial

from minifast.interpret import attribution as _home
from minifast.interpret.attribution import *  # noqa: F401, F403

__getattr__ = _partial(getattr, _home)              # names that the module uses itself, as in fastai
