# Written by tools/export.py: minifast.text.data and the methods that higher packages add to its classes.
"""`TextDataLoaders.from_df(df)` and its sisters tokenize, number, sort, fill up and show."""
__all__ = ['TextBlock', 'show_batch', 'TextReader', 'class_names', 'ClassReader', 'TextDataLoaders', 'LMTensorText', 'TensorText', 'Pad_Chunk', 'Pad_Input', 'SortedDL', 'pad_chunk', 'pad_input', 'pad_input_chunk', 'LMDataLoader', 'PackedDL', 'document_mask', 'positions_in', 'TokenFile', 'Numericalize', 'make_vocab', 'reverse_text']
import csv
import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
import numpy as np
import pandas as pd
from fastcore.foundation import L
from ..core.display import TitledStr, dispatch, display_df, get_empty_df, show_at, show_batch
from ..core.errors import EmptyDataError, LabelError, check_kwargs, short
from ..core.transform import DisplayedTransform
from ..core.types import LMTensorText, TensorText
from ..data.block import CategoryBlock, DataBlock, MultiCategoryBlock, TransformBlock
from ..data.core import DataLoaders, TfmdDL
from ..data.loading.loader import options_of
from ..data.transforms import Categorize, ColReader, ColSplitter, FileGetter, GrandparentSplitter, RandomSplitter, parent_label
from .batches import Pad_Chunk, Pad_Input, SortedDL, pad_chunk, pad_input, pad_input_chunk
from .core import Tokenizer
from .files import TokenFile
from .lm import LMDataLoader
from .packing import PackedDL, document_mask, positions_in
from .parallel import columns_of, frame_of, join_columns
from .rules import PAD
from .vocab import Numericalize, make_vocab, reverse_text
_all_ = ['LMTensorText', 'TensorText', 'Pad_Chunk', 'Pad_Input', 'SortedDL', 'pad_chunk', 'pad_input', 'pad_input_chunk', 'LMDataLoader', 'PackedDL', 'document_mask', 'positions_in', 'TokenFile', 'Numericalize', 'make_vocab', 'reverse_text', 'show_batch']
from ..core.registry import storable_module
storable_module(__name__, classes='TextReader ClassReader TextDataLoaders')

class TextBlock(TransformBlock):

    def __init__(self, tok_tfm: Any, vocab: Sequence[str] | None=None, is_lm: bool=False, seq_len: int=72, backwards: bool=False, *, min_freq: int=3, max_vocab: int=60000, special_toks: Sequence[str] | None=None):
        own = getattr(tok_tfm, 'tok', None)
        pad = getattr(own, 'pad_idx', None)
        if pad is not None and vocab is None:
            vocab = own.vocab
        elif pad is None and vocab is not None and (PAD not in vocab):
            pad = getattr(own, 'filling', None)
        tfms = [tok_tfm, Numericalize(vocab, min_freq, max_vocab, special_toks)]
        if is_lm:
            how: dict = dict(dl_type=LMDataLoader, dls_kwargs=dict(seq_len=seq_len))
        elif pad is None:
            how = dict(dl_type=SortedDL, before_batch=Pad_Chunk(seq_len=seq_len))
        else:
            how = dict(dl_type=SortedDL, before_batch=Pad_Chunk(pad, pad_first=False, seq_len=seq_len))
        super().__init__(type_tfms=tfms + [reverse_text] * backwards, **how)

    @classmethod
    def from_df(cls, text_cols: Any, vocab: Sequence[str] | None=None, is_lm: bool=False, seq_len: int=72, backwards: bool=False, min_freq: int=3, max_vocab: int=60000, **kwargs: Any) -> 'TextBlock':
        ...

    @classmethod
    def from_folder(cls, path: str | Path, vocab: Sequence[str] | None=None, is_lm: bool=False, seq_len: int=72, backwards: bool=False, min_freq: int=3, max_vocab: int=60000, **kwargs: Any) -> 'TextBlock':
        ...

    @classmethod
    def from_hf(cls, name_or_path: Any, text_cols: Any=None, is_lm: bool=False, seq_len: int=72, max_len: int | None=None, pad_idx: int | None=None) -> TextBlock:
        ...

def _table(samples: Sequence, ctxs: Any, n: int) -> Any:
    ...

def _cut(o: Any, n: int | None) -> Any:
    ...

@dispatch
def show_batch(x: TensorText, y, samples, ctxs=None, max_n: int=10, trunc_at: int | None=150, **kwargs):
    n = min(len(samples), max_n)
    return _table([tuple((_cut(o, trunc_at) for o in s)) for s in samples[:n]], ctxs, n)

class TextReader(DisplayedTransform):
    deterministic, order = (True, -10)

    def __init__(self, text_cols: Any, tok_text_col: str='text', mark_fields: bool | None=None):
        super().__init__()
        self.text_cols, self.tok_text_col = (list(L(text_cols)), tok_text_col)
        self.mark_fields = len(self.text_cols) > 1 if mark_fields is None else mark_fields

    def __call__(self, o: Any, split_idx: int | None=None, **kwargs: Any) -> Any:
        ...

def class_names(source: Any, col: Any) -> list | None:
    ...

def _by_name(y_block: Any) -> bool:
    ...

class ClassReader(ColReader):

    def __init__(self, cols: Any, names: Sequence[str]):
        super().__init__(cols)
        self.names = list(names)

    def _name(self, i: Any) -> str:
        ...

    def __call__(self, o: Any, split_idx: int | None=None, **kwargs: Any) -> Any:
        ...

def _check(method: Callable, kwargs: dict, *more: Callable) -> None:
    ...

def _one_table(df: Any) -> tuple[pd.DataFrame, bool]:
    ...

def _tokens_of(tok: Any) -> dict:
    ...

class _FromTables(DataLoaders):

    @classmethod
    def from_df(cls, df: Any, path: str | Path='.', valid_pct: float=0.2, seed: int | None=None, text_col: Any=0, label_col: Any=1, label_delim: str | None=None, y_block: Any=None, text_vocab: Sequence[str] | None=None, is_lm: bool=False, valid_col: Any=None, tok_tfm: Any=None, tok_text_col: str='text', seq_len: int=72, backwards: bool=False, **kwargs: Any) -> 'TextDataLoaders':
        ...

    @classmethod
    def from_csv(cls, path: str | Path, csv_fname: str='labels.csv', header: Any='infer', delimiter: str | None=None, quoting: int=csv.QUOTE_MINIMAL, **kwargs: Any) -> 'TextDataLoaders':
        ...

class TextDataLoaders(_FromTables):

    @classmethod
    def from_folder(cls, path: str | Path, train: str='train', valid: str='valid', valid_pct: float | None=None, seed: int | None=None, vocab: Sequence | None=None, text_vocab: Sequence[str] | None=None, is_lm: bool=False, tok_tfm: Any=None, seq_len: int=72, splitter: Callable | None=None, backwards: bool=False, **kwargs: Any) -> 'TextDataLoaders':
        ...

    @classmethod
    def from_token_files(cls, train: Any, valid: Any=None, path: str | Path='.', seq_len: int=72, bs: int=64, **kwargs: Any) -> 'TextDataLoaders':
        ...
