"""fastai's path to a Learner for tests. The code is in `minifast.train.synthetic`."""
import typing as _typing

from minifast.core.doors import door as _door
from minifast.train import synthetic as _home
from minifast.train.synthetic import *  # noqa: F401, F403

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__, _home) # and private names
