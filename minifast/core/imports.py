"""Names of Python, NumPy, pandas, Matplotlib, PyTorch and fastcore that code written for fastai expects to find."""
# ruff: noqa: F401, UP035
import collections
import csv
import functools
import glob
import inspect
import io
import itertools
import json
import math
import multiprocessing
import operator
import os
import pickle
import random
import re
import shutil
import sys
import tarfile
import tempfile
import time
import types
import warnings
import zipfile
from collections import Counter, OrderedDict, defaultdict, namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence
from contextlib import contextmanager, redirect_stdout
from copy import copy, deepcopy
from datetime import datetime
from enum import Enum, IntEnum
from functools import partial, reduce
from importlib import import_module
from itertools import starmap, takewhile, zip_longest
from operator import attrgetter, itemgetter
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple, Union
from warnings import warn

import fastcore.xtras                                    # `Path.ls` and its like
import numpy as np
import torch
import torch.nn.functional as F
from fastcore.basics import (AttrDict, GetAttr, Inf, Self, basic_repr, bind, camel2snake, chunked, compose, copy_func,
                             fastuple, first, gen, get_class, groupby, ifnone, in_, instantiate, last, last_index,
                             listify, merge, mk_class, nested_attr,
                             nested_idx, noop, noops, not_, num_methods, partialler, patch, patch_to, range_of,
                             replicate, risinstance, setify, snake2camel, stop, store_attr, strcat, tuplify, typed,
                             uniqueify, using_attr, wrap_class, zip_cycle)
from fastcore.foundation import L, add_docs, coll_repr, docs
from fastcore.meta import delegates, method, use_kwargs, use_kwargs_dict
from fastcore.parallel import num_cpus, parallel, threaded
from fastcore.test import test, test_close, test_eq, test_fail, test_is, test_ne, test_shuffled, test_stdout, test_warns
from fastcore.xtras import (ContextManagers, dict2obj, globtastic, is_listy, load_pickle, mapped, maps, open_file,
                            save_pickle, set_num_threads, str_enum, trace, walk)
from numpy import array, ndarray
from torch import ByteTensor, DoubleTensor, FloatTensor, HalfTensor, LongTensor, Tensor, as_tensor, nn, optim
from torch.utils.data import (BatchSampler, IterableDataset, RandomSampler, Sampler, SequentialSampler, default_collate,
                              default_convert)

if TYPE_CHECKING:
    import matplotlib.pyplot as plt
    import pandas as pd
else:
    class _Lazy(ModuleType):
        "A module that is imported when one of its names is first used: these two take longer than all of minifast."
        def __getattr__(self, name):
            if name.startswith('__') and name != '__version__': raise AttributeError(name)
            return getattr(import_module(self.__name__), name)
        def __setattr__(self, name, value): setattr(import_module(self.__name__), name, value)
        def __dir__(self): return dir(import_module(self.__name__))
        def __reduce__(self): return import_module, (self.__name__,)
    plt, pd = _Lazy('matplotlib.pyplot'), _Lazy('pandas')

def progress_bar(*args, **kwargs):
    "fastprogress's bar."
    return import_module('fastprogress.fastprogress').progress_bar(*args, **kwargs)
def master_bar(*args, **kwargs):
    "fastprogress's bar over bars."
    return import_module('fastprogress.fastprogress').master_bar(*args, **kwargs)

del fastcore, ModuleType, TYPE_CHECKING
