# Written by tools/export.py: minifast.tabular.data and the methods that higher packages add to its classes.
"""From a data frame, an Arrow table or a CSV file to batches in one call, and the same procs for new rows."""
from collections.abc import Callable
__all__ = ['TabularDataLoaders']
import inspect
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
import pandas as pd
from fastcore.foundation import L
from ..core.errors import check_kwargs
from ..data.core import DataLoaders, TfmdDL
from ..data.loading.loader import options_of
from ..data.split import IndexSplitter, RandomSplitter
from .core import TabDataLoader, Tabular, TabularPandas
from .frames import as_frame
from ..core.registry import storable_module
storable_module(__name__, classes='TabularDataLoaders')

class TabularDataLoaders(DataLoaders):

    @classmethod
    def from_df(cls, df: pd.DataFrame, path: str | Path='.', procs: Any=None, cat_names: Any=None, cont_names: Any=None, y_names: Any=None, y_block: Any=None, valid_idx: Sequence | None=None, valid_pct: float=0.2, seed: int | None=None, wgts: Iterable | None=None, **kwargs: Any) -> 'TabularDataLoaders':
        ...

    @classmethod
    def from_csv(cls, csv: Any, skipinitialspace: bool=True, **kwargs: Any) -> 'TabularDataLoaders':
        ...

    def test_dl(self, test_items: Any, rm_type_tfms: Any=None, process: bool=True, inplace: bool=False, with_labels: bool=False, **kwargs: Any) -> TabDataLoader:
        ...

    @classmethod
    def from_parquet(cls, source: Any, dest: str | Path, procs: Any=None, cat_names: Any=None, cont_names: Any=None, y_names: Any=None, y_block: Any=None, valid: float | Callable=0.2, seed: int=0, path: str | Path='.', size: int=100000, sample: int=100000, **kwargs: Any) -> DataLoaders:
        ...

def _check(kwargs: dict, where: str) -> None:
    ...
Tabular._dbunch_type = TabularDataLoaders
