"""Names of Python, NumPy, pandas, Matplotlib, PyTorch and fastcore that code written for fastai expects to find."""
# ruff: noqa: F401, F403, F405, UP035
import bz2
import collections
import concurrent.futures
import csv
import functools
import glob
import hashlib
import inspect
import io
import itertools
import json
import math
import mimetypes
import multiprocessing
import numbers
import operator
import os
import pickle
import platform
import random
import re
import shutil
import string
import sys
import tarfile
import tempfile
import threading
import time
import types
import typing
import urllib
import warnings
import zipfile
from collections import Counter, OrderedDict, defaultdict, namedtuple
from collections.abc import (Callable, Generator, Iterable, Iterator, Mapping, MutableMapping, MutableSequence,
                             Sequence)
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, redirect_stdout
from copy import copy, deepcopy
from datetime import datetime
from enum import Enum, IntEnum
from functools import partial, reduce
from importlib import import_module
from itertools import cycle, dropwhile, starmap, takewhile, zip_longest
from multiprocessing import Lock, Process, Queue, queues
from numbers import Number, Real
from operator import attrgetter, itemgetter, methodcaller
from pathlib import Path
from pdb import set_trace
from textwrap import TextWrapper
from types import (BuiltinFunctionType, BuiltinMethodType, FunctionType, LambdaType, MethodDescriptorType, MethodType,
                   MethodWrapperType, ModuleType, NoneType, SimpleNamespace, WrapperDescriptorType)
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Set, Tuple, TypeVar, Union
from urllib.request import urlopen
from warnings import warn

import numpy as np
import torch
import torch.nn.functional as F
import yaml
from fastcore.basics import *
from fastcore.foundation import *
from fastcore.imports import *
from fastcore.meta import *
from fastcore.net import *
from fastcore.parallel import *
from fastcore.script import *
from fastcore.test import *
from fastcore.xtras import *
from numpy import array, ndarray
from torch import ByteTensor, DoubleTensor, FloatTensor, HalfTensor, LongTensor, Tensor, as_tensor, nn, optim
from torch.utils.data import (BatchSampler, IterableDataset, RandomSampler, Sampler, SequentialSampler, default_collate,
                              default_convert, get_worker_info)

if TYPE_CHECKING:
    import matplotlib
    import matplotlib.pyplot as plt
    import pandas as pd
    import requests
    import scipy
    from scipy import ndimage
else:
    class _Lazy(ModuleType):
        "A module that is imported when one of its names is first used: pandas takes longer than all of minifast."
        def __getattr__(self, name):
            if name.startswith('__') and name != '__version__': raise AttributeError(name)
            return getattr(import_module(self.__name__), name)
        def __setattr__(self, name, value): setattr(import_module(self.__name__), name, value)
        def __dir__(self): return dir(import_module(self.__name__))
        def __reduce__(self): return import_module, (self.__name__,)
    plt, pd, matplotlib = _Lazy('matplotlib.pyplot'), _Lazy('pandas'), _Lazy('matplotlib')
    requests, scipy, ndimage = _Lazy('requests'), _Lazy('scipy'), _Lazy('scipy.ndimage')

def progress_bar(*args, **kwargs):
    "fastprogress's bar."
    return import_module('fastprogress.fastprogress').progress_bar(*args, **kwargs)
def master_bar(*args, **kwargs):
    "fastprogress's bar over bars."
    return import_module('fastprogress.fastprogress').master_bar(*args, **kwargs)
def is_numeric_dtype(arr_or_dtype):
    "pandas's question whether a column holds numbers."
    return import_module('pandas.api.types').is_numeric_dtype(arr_or_dtype)

if not TYPE_CHECKING:
    def __getattr__(name):
        "Names that a star import leaves out: HTML elements and HTTP errors of fastcore, and a class of pandas."
        if name == 'CategoricalDtype': return pd.CategoricalDtype
        rest = import_module('fastcore.all')
        if not name.startswith('_') and hasattr(rest, name): return getattr(rest, name)
        raise AttributeError(f"module 'minifast.core.imports' has no attribute '{name}'", name=name)

del TYPE_CHECKING
