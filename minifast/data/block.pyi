# Written by tools/export.py: minifast.data.block and the methods that higher packages add to its classes.
"""What are the inputs and targets, where do items come from, which are held out, what is done to each: four answers
make loaders."""
__all__ = ['TransformBlock', 'CategoryBlock', 'MultiCategoryBlock', 'RegressionBlock', 'merge_tfms', 'BlockParts', 'all_items', 'gc_frozen', 'BlockSource', 'DataBlock']
import copy
import gc
import inspect
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import MethodType
from typing import Any
import numpy as np
from fastcore.basics import patch
from fastcore.foundation import L
from torch import Tensor
from torch.utils.data import IterableDataset
from ..core.device import to_device
from ..core.errors import EmptyDataError, add_context, check_kwargs, short
from ..core.random import seeded
from ..core.transform import ForeignTransform, Pipeline, Transform, adopted
from .core import DataLoaders, Datasets
from .findings import empty_splits, no_items, odd_targets, refuse, shared_items
from .loading.loader import DataLoader, SkipItemException, options_of, own_keywords
from .loading.tfmd import TfmdDL, get_at, mask2idxs
from .table import as_items
from .transforms import Categorize, EncodedMultiCategorize, ItemGetter, MultiCategorize, OneHotEncode, RandomSplitter, RegressionSetup, ToTensor

class TransformBlock:

    def __init__(self, type_tfms: Any=None, item_tfms: Any=None, batch_tfms: Any=None, dl_type: type | None=None, dls_kwargs: dict | None=None, before_batch: Any=None):
        self.type_tfms, self.item_tfms, self.batch_tfms = (L(type_tfms), L(ToTensor) + L(item_tfms), L(batch_tfms))
        self.dl_type, self.dls_kwargs = (dl_type, dict(dls_kwargs or {}))
        self.before_batch = L(before_batch) + L(self.dls_kwargs.pop('before_batch', None))

def CategoryBlock(vocab: Sequence | None=None, sort: bool=True, add_na: bool=False) -> TransformBlock:
    ...

def MultiCategoryBlock(encoded: bool=False, vocab: Sequence | None=None, add_na: bool=False) -> TransformBlock:
    ...

def RegressionBlock(n_out: int | None=None) -> TransformBlock:
    ...

def _listed(o: Any) -> list:
    ...

def _same_tfm(f: Any) -> Any:
    ...

def merge_tfms(*tfms: Any) -> L:
    ...

def _loader_class(blocks: list, names: list[str]) -> type | None:
    ...

def _agreed(blocks: list, names: list[str]) -> dict:
    ...

def _equal(a: Any, b: Any) -> bool:
    ...

def _fresh(tfms: Any) -> list:
    ...

class BlockParts:
    get_x = get_y = None
    dl_type = TfmdDL
    getters: list
    item_tfms: L
    batch_tfms: L

    def set_blocks(self, blocks: Any, dl_type: type | None) -> list:
        ...

    def set_getters(self, name: str, part: slice, what: str) -> None:
        ...

    def loader_options(self, kwargs: dict) -> dict:
        ...

def _refuse_class(k: str, f: Any) -> None:
    ...

def _refuse_path(source: Any) -> None:
    ...

def all_items(items: Any, limit: int=5000000) -> Any:
    ...

@contextmanager
def gc_frozen() -> Iterator[None]:
    ...

def _sound(splits: Any, n: int, splitter: Callable) -> list:
    ...

class BlockSource(BlockParts):
    get_items = splitter = None
    n_inp: int

    def datasets(self, source: Any, verbose: bool=False, check: bool=True) -> Datasets:
        ...

    def split(self, source: Any, verbose: bool=False, check: bool=True) -> tuple[Any, Sequence]:
        ...

    def samples(self, items: Any, splits: Sequence, verbose: bool=False) -> Datasets:
        ...

    def dataloaders(self, source: Any, path: str | Path='.', verbose: bool=False, check: bool=True, **kwargs: Any) -> DataLoaders:
        ...

class DataBlock(BlockSource):
    blocks = (TransformBlock, TransformBlock)

    def __init__(self, blocks: Any=None, dl_type: type | None=None, getters: Sequence | None=None, n_inp: int | None=None, item_tfms: Any=None, batch_tfms: Any=None, get_items: Callable | None=None, splitter: Callable | None=None, get_y: Any=None, get_x: Any=None, **kwargs: Any):
        check_kwargs(kwargs, options_of(type(self), hooks=False), type(self).__name__)
        for k, f in dict(get_items=get_items, splitter=splitter, get_x=get_x, get_y=get_y).items():
            if f is not None:
                setattr(self, k, f)
            _refuse_class(k, f)
            if not (f is None or callable(f) or k[:5] in ('get_x', 'get_y')):
                raise TypeError(f'{k} is a function, got {short(f)}.')
        blocks = self.set_blocks(self.blocks if blocks is None else blocks, dl_type)
        self.n_inp = max(1, len(blocks) - 1) if n_inp is None else n_inp
        if not 1 <= self.n_inp <= len(blocks):
            raise ValueError(f'n_inp={n_inp} of {len(blocks)} blocks: at least one is an input, and at most all are.')
        self.getters = [None] * len(blocks) if getters is None else list(getters)
        if len(self.getters) != len(blocks):
            raise ValueError(f'{len(self.getters)} getters for {len(blocks)} blocks: each block needs one.')
        self.set_getters('get_x', slice(0, self.n_inp), 'input')
        self.set_getters('get_y', slice(self.n_inp, len(blocks)), 'target')
        self.item_tfms = merge_tfms(self.default_item_tfms, item_tfms)
        self.batch_tfms = merge_tfms(self.default_batch_tfms, batch_tfms)

    def new(self, item_tfms: Any=None, batch_tfms: Any=None) -> 'DataBlock':
        ...

    @classmethod
    def from_columns(cls, blocks: Any=None, getters: Sequence | None=None, get_items: Callable | None=None, **kwargs: Any) -> 'DataBlock':
        ...

    def _unfitted(self, train: Datasets, opts: dict) -> DataLoader:
        ...

    def summary(self, source: Any, bs: int=4, show_batch: bool=False, **kwargs: Any) -> None:
        ...

    def check(self, source: Any, model: Any=None, sample: int | None=200, max_files: int | None=50000, max_pictures: int | None=2000, **kwargs: Any) -> Any:
        ...

    def weighted_dataloaders(self, source: Any, wgts: Sequence, bs: int=64, verbose: bool=False, check: bool=True, **kwargs: Any) -> DataLoaders:
        ...

def _brief(x: Any) -> str:
    ...

def _steps(title: str, p: Pipeline, x: Any) -> Any:
    ...

def _step(name: str, f: Callable, x: Any) -> Any:
    ...

def _samples(dl: DataLoader, n: int) -> list:
    ...
