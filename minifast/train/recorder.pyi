# Written by tools/export.py: minifast.train.recorder and the methods that higher packages add to its classes.
"""Losses, learning rates and metrics of every step and epoch, without waiting for the GPU."""
from collections.abc import Sequence
__all__ = ['LossHistory', 'format_time', 'batch_items', 'nonfinite_rows', 'KeptBuffers', 'Recorder']
import copy
import math
import time
from collections.abc import Iterable
from typing import Any, NoReturn
import numpy as np
import torch
from fastcore.foundation import L
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _NormBase
from torch.nn.parameter import is_lazy
from ..core.device import find_bs, get_model, tensor
from ..core.dist import RanksDisagreeError, is_distributed, n_exchanges, of_ranks, rank_distrib
from ..core.errors import NonFiniteError, short
from ..core.nested import leaves
from ..data.core import WrappedDL
from ..data.loading.loader import DataLoader
from ..metrics.tasks import AvgLoss
from .callback import Callback, Count, standard_cbs
from .diagnose import first_nonfinite, nonfinite_kind

class LossHistory:

    def __init__(self, beta: float=0.98, every: int=64):
        self.beta, self.every = (beta, every)
        self.reset()

    def reset(self) -> None:
        ...

    def append(self, loss: Tensor) -> None:
        ...

    def fetch(self) -> None:
        ...

    def rewrite(self, losses: list[float]) -> None:
        ...

    @property
    def count(self) -> int:
        ...

    @property
    def name(self) -> str:
        ...

    @property
    def value(self) -> Tensor | None:
        ...

    @property
    def values(self) -> list[Tensor]:
        ...

    @values.setter
    def values(self, values: Any):
        self.fetch()
        self._losses = [float(v) for v in values]

def format_time(t: float) -> str:
    ...

def batch_items(dl: Any, batch: int) -> list | None:
    ...

def nonfinite_rows(o: Any) -> list[int]:
    ...

class KeptBuffers:

    def __init__(self, model: nn.Module):
        self.held = [[m._buffers, k, t, -1 if isinstance(m, _NormBase) else t._version, t.detach().clone()] for m in model.modules() for k, t in m._buffers.items() if t is not None and (not is_lazy(t))]

    @classmethod
    def of(cls, model: Any) -> 'KeptBuffers | None':
        ...

    @torch.no_grad()
    def note(self) -> None:
        ...

    @torch.no_grad()
    def restore(self) -> None:
        ...

def _some(items: list) -> str:
    ...

def _loss_rows(learn: Any) -> list[int]:
    ...

def _spoilt(model: Any, early: bool) -> str:
    ...

class _LossWatch(Callback):
    smooth_loss: LossHistory
    lrs: list[float]
    _nos: list[int]
    _seen: int
    kept: KeptBuffers | None = None
    _watch = False
    every_step = False

    def after_loss(self) -> None:
        ...

    def check_finite(self) -> None:
        ...

    def _stop(self, loss: float, step: int, batch: int, lr: float, early: bool=False) -> NoReturn:
        ...

class _RecordPlots:
    losses: Any
    iters: list[int]
    values: list
    metric_names: Any

    def plot_loss(self, skip_start: int=5, with_valid: bool=True, log: bool=False, show_epochs: bool=False, ax: Any=None) -> Any:
        ...

    def plot_metrics(self, nrows: int | None=None, ncols: int | None=None, figsize: tuple | None=None) -> None:
        ...

def _item(m: Any) -> Any:
    ...

def _values(metrics: Iterable, divided: bool) -> list:
    ...

class _RecordState:
    state_types = dict(lrs=list[float | Tensor], iters=list[Count], values=list[list], seen=Count, spent=float, hps=dict[str, list] | None, loss=tuple[float, Count, list[float], list[float]])
    smooth_loss: LossHistory
    start_epoch: float

    @property
    def losses(self) -> list[Tensor]:
        ...

    @losses.setter
    def losses(self, values: Any):
        self.smooth_loss.values = values

    def state_dict(self) -> dict:
        ...

    def load_state_dict(self, sd: dict) -> None:
        ...

class Recorder(_RecordState, _RecordPlots, _LossWatch):
    order, remove_on_fetch, exportable = (50, True, False)

    def __init__(self, add_time: bool=True, train_metrics: bool=False, valid_metrics: bool=True, beta: float=0.98):
        self.add_time, self.train_metrics, self.valid_metrics, self.beta = (add_time, train_metrics, valid_metrics, beta)
        self.loss, self.smooth_loss, self._begun, self.log = (AvgLoss(), LossHistory(beta), False, L([None]))
        self._reset()

    def before_fit(self) -> None:
        ...

    def _reset(self) -> None:
        ...

    def before_epoch(self) -> None:
        ...

    def before_train(self) -> None:
        ...

    def before_validate(self) -> None:
        ...

    def after_cancel_train(self) -> None:
        ...

    def after_cancel_validate(self) -> None:
        ...

    def after_batch(self) -> None:
        ...

    def after_train(self) -> None:
        ...

    def after_validate(self) -> None:
        ...

    def after_epoch(self) -> None:
        ...

    @property
    def _train_mets(self) -> list:
        ...

    @property
    def _valid_mets(self) -> list:
        ...

    def plot_sched(self, keys: str | Iterable[str] | None=None, figsize: tuple | None=None) -> None:
        ...

    def plot_lr_find(self, skip_end: int=5, return_fig: bool=True, suggestions: Sequence | None=None, nms: Sequence[str] | None=None, **kwargs: Any) -> Any:
        ...
standard_cbs.append(Recorder)
