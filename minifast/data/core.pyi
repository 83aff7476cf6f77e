# Written by tools/export.py: minifast.data.core and the methods that higher packages add to its classes.
"""Describe how an item becomes a sample; get training and validation loaders that can show what is in them."""
__all__ = ['FilteredBase', 'TfmdItems', 'TfmdFit', 'TfmdLists', 'TfmdSamples', 'Datasets', 'decode_at', 'show_at', 'test_set', 'LoaderGroup', 'check_one_loader', 'DataLoaders', 'TfmdDL', 'WrappedDL', 'show_batch', 'show_results', 'detuplify']
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
import torch
from fastcore.basics import GetAttr, patch
from fastcore.foundation import L
from ..core.device import default_device
from ..core.display import show_batch, show_results
from ..core.errors import EmptyDataError, add_context, check_kwargs, short
from ..core.nested import detuplify, split_batch, with_targets
from ..core.random import seeded
from ..core.transform import Pipeline, Transform, compose_tfms, gather_attrs, retain_type
from .loading.collate import as_dataset
from .loading.loader import DataLoader, declared, deterministic, length_of, options_of, own_keywords
from .loading.tfmd import TfmdDL, WrappedDL, as_loader, batch_hooks, check_place, get_at, is_indexer, mask2idxs, take
from .table import as_items
_all_ = ['TfmdDL', 'WrappedDL', 'show_batch', 'show_results', 'detuplify']
from ..core.registry import storable_fields, storable_module
storable_module(__name__, classes='TfmdLists Datasets DataLoaders')
storable_fields(f'{__name__}:TfmdLists', items=object, tfms=Pipeline, types=type)
storable_fields(f'{__name__}:Datasets', tls=f'{__name__}:TfmdLists', _dl_type=type)
storable_fields(f'{__name__}:DataLoaders', loaders=DataLoader, c=int, vocab=(list, L))

class FilteredBase:
    _dl_type: type = TfmdDL
    _dbunch_type: type

    def subset(self, i: int) -> Any:
        ...

    @property
    def n_subsets(self) -> int:
        ...

    @property
    def train(self) -> Any:
        ...

    @property
    def valid(self) -> Any:
        ...

    def dataloaders(self, bs: int=64, shuffle_train: bool | None=None, shuffle: bool=True, val_shuffle: bool=False, n: int | None=None, path: str | Path='.', dl_type: type | None=None, dl_kwargs: list | None=None, device: Any=None, drop_last: bool | None=None, val_bs: int | None=None, **kwargs: Any) -> DataLoaders:
        ...

    def partial_dataloaders(self, partial_n: int, bs: int=64, **kwargs: Any) -> DataLoaders:
        ...

def _positions(idx: Any, n: int) -> Sequence:
    ...

class TfmdItems(FilteredBase, GetAttr):
    _default = 'tfms'

    def __len__(self) -> int:
        ...

    def __iter__(self) -> Iterator:
        ...

    def _by_function(self, f: Transform, items: Iterable) -> Iterator:
        ...

    def _raw(self) -> Iterator:
        ...

    def reader(self) -> Callable | None:
        ...

    def __call__(self, o: Any, **kwargs: Any) -> Any:
        ...

    def __getitem__(self, idx: Any) -> Any:
        ...

    def make(self, o: Any) -> Any:
        ...

    def __repr__(self) -> str:
        ...

    def decode(self, o: Any, full: bool=True) -> Any:
        ...

    def show(self, o: Any, **kwargs: Any) -> Any:
        ...

def _kind(x: Any) -> type:
    ...

class TfmdFit:
    types: list | None

    def setup(self, train_setup: bool=True) -> None:
        ...

    def infer_idx(self, x: Any) -> int:
        ...

    def infer(self, x: Any) -> Any:
        ...

def _row_type(types: list | None) -> type | None:
    ...

def _several(items: Any) -> Any:
    ...

def _new_items(items: Any, types: list | None) -> Any:
    ...

class _AlwaysNew(type(L)):
    __call__ = type.__call__

class _Lazy(L, metaclass=_AlwaysNew):
    __hash__ = object.__hash__

    def __eq__(self, b: Any) -> bool:
        ...

    def __copy__(self) -> Any:
        ...

class TfmdLists(TfmdItems, TfmdFit, _Lazy):

    def __init__(self, items: Any, tfms: Any=None, use_list: bool | None=None, do_setup: bool=True, split_idx: int | None=None, train_setup: bool=True, splits: Any=None, types: list | None=None, verbose: bool=False, dl_type: type | None=None):
        items = _several(items)
        self.items = L(items, use_list=True) if use_list or not hasattr(items, '__getitem__') else items
        if dl_type is not None:
            self._dl_type = dl_type
        self.splits = [mask2idxs(s) for s in ([slice(None), []] if splits is None else splits)]
        if isinstance(tfms, TfmdLists):
            tfms = tfms.tfms
        do_setup, self.tfms = (do_setup and (not isinstance(tfms, Pipeline)), Pipeline(tfms, split_idx=split_idx))
        self.types, self.split_idx = (types, split_idx)
        if do_setup:
            if verbose:
                print(f'Setting up {self.tfms}')
            self.setup(train_setup)

    def _new(self, items: Any, split_idx: int | None=None, splits: Any=None) -> Any:
        ...

    def subset(self, i: int) -> 'TfmdLists':
        ...

    def with_split(self, i: int) -> 'TfmdLists':
        ...

    def with_tfms(self, tfms: Any) -> 'TfmdLists':
        ...

    def new_empty(self) -> 'TfmdLists':
        ...

    def test_set(self, items: Any, rm_tfms: int | None=None, with_labels: bool=False) -> 'TfmdLists':
        ...

    def overlapping_splits(self) -> L:
        ...

    @property
    def deterministic(self) -> bool:
        ...

class TfmdSamples(FilteredBase):
    tls: L
    n_inp: int

    def __len__(self) -> int:
        ...

    def __iter__(self) -> Iterator:
        ...

    def __getitem__(self, it: Any) -> Any:
        ...

    def _reads_once(self) -> bool:
        ...

    def reader(self) -> Callable | None:
        ...

    def make(self, o: Any) -> tuple:
        ...

    def __getattr__(self, k: str) -> Any:
        ...

    def __repr__(self) -> str:
        ...

    def decode(self, o: tuple, full: bool=True) -> tuple:
        ...

    @staticmethod
    def _undo(o: tuple, tls: Iterable, full: bool) -> tuple:
        ...

    def show(self, o: tuple, ctx: Any=None, **kwargs: Any) -> Any:
        ...

    @property
    def splits(self) -> list:
        ...

    @property
    def split_idx(self) -> int | None:
        ...

    @property
    def deterministic(self) -> bool:
        ...

    @property
    def items(self) -> Any:
        ...

    @items.setter
    def items(self, v: Any):
        for tl in self.tls:
            tl.items = v

class Datasets(TfmdSamples):

    def __init__(self, items: Any=None, tfms: Any=None, tls: Any=None, n_inp: int | None=None, dl_type: type | None=None, **kwargs: Any):
        if kwargs:
            check_kwargs(kwargs, options_of(TfmdLists, hooks=False), type(self).__name__)
        if dl_type is not None:
            self._dl_type = dl_type
        rows = [None] if tfms is None else tfms if isinstance(tfms, (list, tuple, L)) else [tfms]
        items = _several(items)
        self.tls = L([TfmdLists(items, t, **kwargs) for t in rows] if tls is None else tls)
        self.n_inp = max(1, len(self.tls) - 1) if n_inp is None else n_inp

    def _like(self, tls: Iterable) -> 'Datasets':
        ...

    def subset(self, i: int) -> 'Datasets':
        ...

    def with_split(self, i: int) -> 'Datasets':
        ...

    def new_empty(self) -> 'Datasets':
        ...

    def test_set(self, items: Any, rm_tfms: Any=None, with_labels: bool=False) -> 'Datasets':
        ...

    def overlapping_splits(self) -> L:
        ...

    @contextmanager
    def set_split_idx(self, i: int) -> Iterator['Datasets']:
        ...

    def weighted_dataloaders(self, wgts: Iterable, bs: int=64, **kwargs: Any) -> DataLoaders:
        ...

def decode_at(o: Any, idx: int) -> Any:
    ...

def show_at(o: Any, idx: int, **kwargs: Any) -> Any:
    ...

def test_set(dsets: Any, test_items: Any, rm_tfms: Any=None, with_labels: bool=False) -> Any:
    ...

class _Told:
    loaders: list = []

    def __repr__(self) -> str:
        ...

class LoaderGroup(_Told, GetAttr):
    _default = 'train'

    def __init__(self, *loaders: Any, path: str | Path='.', device: Any=None):
        for dl in loaders:
            check_one_loader(dl)
        self.loaders, self.path = ([as_loader(dl, min(i, 1)) for i, dl in enumerate(loaders)], Path(path))
        if device is not None and self.loaders:
            self.device = device

    def __getitem__(self, i: int) -> DataLoader:
        ...

    def __len__(self) -> int:
        ...

    def __iter__(self) -> Iterator:
        ...

    def __dir__(self) -> list:
        ...

    def _loader(self, i: int) -> DataLoader:
        ...

    @property
    def train(self) -> DataLoader:
        ...

    @train.setter
    def train(self, dl: Any):
        check_one_loader(dl)
        self.loaders[0] = as_loader(dl, 0)

    @property
    def valid(self) -> DataLoader:
        ...

    @valid.setter
    def valid(self, dl: Any):
        check_one_loader(dl)
        self.loaders[1] = as_loader(dl, 1)
    train_dl, valid_dl = (train, valid)

    @property
    def train_ds(self) -> Any:
        ...

    @property
    def valid_ds(self) -> Any:
        ...

    @property
    def n_inp(self) -> int:
        ...

    @n_inp.setter
    def n_inp(self, n: int):
        self._n_inp = n

    @property
    def device(self) -> Any:
        ...

    @device.setter
    def device(self, d: Any):
        for dl in self.loaders:
            dl.to(d)
        self._device = None if d is None else torch.device(d)

    def to(self, device: Any) -> 'DataLoaders':
        ...

    def cuda(self) -> 'DataLoaders':
        ...

    def cpu(self) -> 'DataLoaders':
        ...

    def new_empty(self) -> 'DataLoaders':
        ...

def check_one_loader(dl: Any) -> None:
    ...

def _split_of(ds: Any, i: int) -> int | None:
    ...

class DataLoaders(LoaderGroup):

    def add_tfms(self, tfms: Any, event: str, loaders: Any=None) -> None:
        ...

    def test_dl(self, test_items: Any, rm_type_tfms: Any=None, with_labels: bool=False, **kwargs: Any) -> DataLoader:
        ...

    @classmethod
    def from_dsets(cls, *ds: Any, path: str | Path='.', bs: int=64, device: Any=None, dl_type: type=TfmdDL, **kwargs: Any) -> 'DataLoaders':
        ...

    @classmethod
    def from_dblock(cls, dblock: Any, source: Any, path: str | Path='.', bs: int=64, val_bs: int | None=None, shuffle: bool=True, device: Any=None, **kwargs: Any) -> 'DataLoaders':
        ...

    def check(self, model: Any=None, sample: int | None=200, max_files: int | None=50000, max_pictures: int | None=2000) -> Any:
        ...

    def resized(self, size: int | tuple[int, int], bs: int | None=None) -> DataLoaders:
        ...

def _sizes(ds: FilteredBase) -> str:
    ...
FilteredBase._dbunch_type = DataLoaders
