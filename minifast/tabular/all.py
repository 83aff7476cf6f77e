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

if _typing.TYPE_CHECKING: from minifast.tabular.sklearn import MinifastClassifier, MinifastRegressor
else:                                # a misspelt import stays an error to type checkers
    def __getattr__(name):
        "The estimators, with which scikit-learn is imported, when they are asked for; else what the door knows."
        if name not in ('MinifastClassifier', 'MinifastRegressor'): return _others(name)
        from minifast.tabular import sklearn
        return getattr(sklearn, name)

    _others = _door(__name__)
