"""fastai's path to the names of PyTorch that come with a star import. The code is in `minifast.core.imports`."""
import typing as _typing

from minifast.core.imports import (BatchSampler, ByteTensor, DoubleTensor, F, FloatTensor, HalfTensor, IterableDataset,
                                   LongTensor, RandomSampler, Sampler, SequentialSampler, Tensor, as_tensor,
                                   default_collate, default_convert, get_worker_info, nn, pd, torch)

from minifast.core.doors import door as _door

__all__ = ['BatchSampler', 'ByteTensor', 'DoubleTensor', 'F', 'FloatTensor', 'HalfTensor', 'IterableDataset',
           'LongTensor', 'RandomSampler', 'Sampler', 'SequentialSampler', 'Tensor', 'as_tensor', 'default_collate',
           'default_convert', 'get_worker_info', 'nn', 'pd', 'torch']

if not _typing.TYPE_CHECKING:        # a misspelt import stays an error to type checkers
    __getattr__ = _door(__name__)
