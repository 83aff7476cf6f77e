# Written by tools/export.py: minifast.tabular.table and the methods that higher packages add to its classes.
"""Categories, numbers and targets of a table, prepared once and read as slices of tensors."""
from collections.abc import Iterable
from minifast.data.core import DataLoaders
__all__ = ['y_block_of', 'target_tfms', 'Tabular', 'Row', 'TabularPandas', 'setups', 'encodes', 'decodes']
import copy
from collections.abc import Callable, Sequence
from typing import Any, Self
import numpy as np
import pandas as pd
from fastcore.basics import patch
from fastcore.foundation import L
from torch import Tensor
from ..core.display import display_df
from ..core.errors import EmptyDataError, LabelError, short
from ..core.transform import Pipeline, listed
from ..data.block import CategoryBlock, RegressionBlock, TransformBlock
from ..data.transforms import CategoryMap, Categorize, EncodedMultiCategorize, RegressionSetup
from .columns import cell, check_hashable, check_names, check_numbers, check_rows, check_targets, codes_in, df_shrink_dtypes, first_at
from .frames import as_frame
from .rows import TabRows
from ..core.registry import storable_fields, storable_module
storable_module(__name__, home='minifast.tabular.core', classes='Tabular TabularPandas Row')
storable_fields(f'{__name__}:Tabular', _df=object, procs=Pipeline, _tensors=None)

def y_block_of(df: pd.DataFrame, y_names: list) -> TransformBlock:
    ...

def target_tfms(block: Any) -> list:
    ...

def _order_of(splits: Any, n: int) -> tuple[list, int]:
    ...

def _check_roles(cats: list, conts: list, ys: list) -> None:
    ...

def _texts_read(df: pd.DataFrame, names: Sequence, cats: Sequence=()) -> dict:
    ...

def _unhashable(df: pd.DataFrame) -> list:
    ...

def _in_order(df: pd.DataFrame, order: np.ndarray, types: dict) -> pd.DataFrame:
    ...

class Tabular(TabRows):

    def __init__(self, df: pd.DataFrame, procs: Any=None, cat_names: Any=None, cont_names: Any=None, y_names: Any=None, y_block: Any=None, splits: Any=None, do_setup: bool=True, device: Any=None, inplace: bool=False, reduce_memory: bool=True):
        self.cat_names, self.cont_names, self.y_names = (L(list(L(o))) for o in (cat_names, cont_names, y_names))
        names = [*self.cat_names, *self.cont_names, *self.y_names]
        check_names(df, names)
        if do_setup:
            check_rows(df)
        _check_roles(*map(list, (self.cat_names, self.cont_names, self.y_names)))
        if do_setup:
            check_targets(df, list(self.y_names))
        texts = _texts_read(df, self.cont_names, self.cat_names)
        if not df.columns.is_unique:
            df = df.loc[:, ~df.columns.duplicated()]
        if not inplace and splits is None:
            df = df.copy()
        if texts and (not inplace):
            df = df.copy(deep=False)
        for n, col in texts.items():
            df[n] = col
        types = df_shrink_dtypes(df, skip=_unhashable(df)) if reduce_memory else {}
        if y_block is None and len(self.y_names) and do_setup:
            y_block = y_block_of(df, list(self.y_names))
        order, self.split = (None, len(df)) if splits is None else _order_of(splits, len(df))
        self.items = df = df.astype(types) if order is None else _in_order(df, order, types)
        if do_setup and (not self.split):
            raise EmptyDataError(f'No row is for training: the splits have 0 and {len(self)} rows.')
        self.device = device
        self.procs = Pipeline(listed(procs) + (target_tfms(y_block) if y_block is not None and do_setup else []))
        if do_setup:
            self.setup()

    def setup(self) -> None:
        ...

    def process(self) -> None:
        ...

    def decode(self) -> Self:
        ...

    def new(self, df: Any, inplace: bool=False) -> Self:
        ...

    def _like(self, df: Any, tensors: tuple | None=None) -> Self:
        ...

    def of_tensors(self, *tensors: Tensor) -> Self:
        ...

    def new_empty(self) -> Self:
        ...

    def subset(self, i: int) -> Tabular:
        ...

    @property
    def n_subsets(self) -> int:
        ...

    def copy(self) -> Tabular:
        ...

    def decode_row(self, row: pd.Series) -> pd.Series:
        ...

    def shown(self, max_n: int=10) -> pd.DataFrame:
        ...

    def show(self, max_n: int=10, **kwargs: Any) -> None:
        ...

    def __repr__(self) -> str:
        ...

    def __getstate__(self) -> dict:
        ...

    def dataloaders(self, bs: int=64, wgts: Iterable | None=None, **kwargs: Any) -> DataLoaders:
        ...

class Row(dict):
    """One row of a table, by column. Procs that have `encodes` for it take one row at a time, without a frame."""

class TabularPandas(Tabular):

    def transform(self, cols: Sequence, f: Callable, all_col: bool=True) -> None:
        ...

    def test_set(self, items: Any, rm_tfms: Any=None, with_labels: bool=False) -> Self:
        ...

    @property
    def input_names(self) -> list:
        ...

def _classes(to: Tabular) -> list:
    ...

@Categorize
def setups(self, to: Tabular):
    if len(to.y_names) and self.vocab is None:
        self.vocab = CategoryMap(_classes(to), sort=self.sort, add_na=self.add_na, strict=True)
        self.c, self.n_seen = (len(self.vocab), len(getattr(to, 'train', to)))
    return self(to)

@Categorize
def encodes(self, to: Tabular):
    for n in [n for n in to.y_names if n in to.items.columns]:
        col, items = (to.items[n], list(self.vocab)[self.add_na:])
        codes = codes_in(col, items, first=int(self.add_na))
        if not self.add_na and (i := first_at(codes < 0)) is not None:
            raise LabelError(f'A target was not among those of training: {cell(col, i)}. The classes are {short(items)}. Give all of them: CategoryBlock(vocab=...), or drop such rows.')
        to.items[n] = pd.Series(codes, index=col.index, copy=False)
    return to

@Categorize
def decodes(self, to: Tabular):
    for n in [n for n in to.y_names if n in to.items.columns]:
        to.items[n] = [self.vocab[int(i)] for i in to.items[n]]
    return to

@EncodedMultiCategorize
def setups(self, to: Tabular):
    if self.c != len(to.y_names):
        raise LabelError(f'There are {len(to.y_names)} columns of targets for {self.c} classes: each class needs one.')
    return self(to)

@EncodedMultiCategorize
def encodes(self, to: Tabular):
    return to

@EncodedMultiCategorize
def decodes(self, to: Tabular):
    for n in [n for n in to.y_names if n in to.items.columns]:
        to.items[n] = to.items[n] == 1
    return to

@RegressionSetup
def setups(self, to: Tabular):
    if self.c is None:
        self.c = len(to.y_names)
    return to

@RegressionSetup
def encodes(self, to: Tabular):
    return to

@RegressionSetup
def decodes(self, to: Tabular):
    return to
for _cls in (Categorize, EncodedMultiCategorize, RegressionSetup):

    @_cls
    def encodes(self, row: Row):
        return row
