# Written by tools/export.py: minifast.train.learner and the methods that higher packages add to its classes.
"""Data, a model and a loss, put together into something that trains, validates, predicts and can be saved."""
from fastcore.basics import PrettyString
from matplotlib.axes import Axes
import pandas as pd
__all__ = ['LearnerDevice', 'check_parts', 'check_dls', 'one_class_vocab', 'LearnerGiven', 'Converted', 'LearnerTold', 'LearnerSetup', 'LearnerOptim', 'LearnerFit', 'LearnerContexts', 'LearnerValidate', 'LearnerPreds', 'LearnerPredict', 'Learner', 'load_learner', 'before_batch_cb', 'CastToTensor', 'AvgLoss', 'AvgMetric', 'AvgSmoothLoss', 'CancelBackwardException', 'CancelBatchException', 'CancelEpochException', 'CancelFitException', 'CancelStepException', 'CancelTrainException', 'CancelValidException', 'Metric', 'Recorder', 'SkipToEpoch', 'TrainingLoop', 'ValueMetric', 'load_model', 'mk_metric', 'replacing_yield', 'save_model']
import copy
import inspect
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
import numpy as np
import torch
from fastcore.basics import noop
from fastcore.foundation import L
from torch.nn.parameter import is_lazy
from torch import Tensor, nn
from torch.utils import data as torch_data
from .._names import methods
from ..core.device import bn_types, default_device, get_model, nested_reorder, norm_bias_params, norm_types, tensor, to_detach, to_device, trainable_params
from ..core.dist import FixedOrder
from ..core.errors import EmptyDataError, UnsafeFileError, add_context, short, spell_checked, warn_user
from ..core.interrupt import held_back
from ..core.tensor import plain
from ..core.transform import Pipeline, listed
from ..data.core import DataLoaders, as_loader, check_one_loader
from ..data.loading.loader import DataLoader
from ..data.split import Settings
from ..data.transforms import Categorize, EncodedMultiCategorize, MultiCategorize, get_c
from ..losses.checks import check_loss_func, forget_kind, torch_loss_name
from ..losses.core import activation_of, decodes_of
from ..metrics.core import distinct_names, one_of
from ..metrics.tasks import AvgLoss, AvgMetric, AvgSmoothLoss, Metric, ValueMetric, mk_metric
from ..optim.optimizer import Adam, opt_maker
from ..store.export import load_object
from .callback import Callback, CancelBackwardException, CancelBatchException, CancelEpochException, CancelFitException, CancelStepException, CancelTrainException, CancelValidException, GatherPredsCallback, SkipToEpoch, defaults, detuplify, replacing_yield
from .checkpoint import LearnerFiles, load_model, no_pickle, save_model
from .forward import input_names
from .loop import FastaiName, ModelLoss, Pass, Phase, TrainingLoop, clean_up
from .recorder import Recorder
from .tta import as_training_sees, augmented_preds, kinds_of, target_types
_all_ = ['AvgLoss', 'AvgMetric', 'AvgSmoothLoss', 'CancelBackwardException', 'CancelBatchException', 'CancelEpochException', 'CancelFitException', 'CancelStepException', 'CancelTrainException', 'CancelValidException', 'Metric', 'Recorder', 'SkipToEpoch', 'TrainingLoop', 'ValueMetric', 'load_model', 'mk_metric', 'replacing_yield', 'save_model']
from .callback import default_callbacks

class LearnerDevice(TrainingLoop):
    _device: torch.device | None = None

    @property
    def device(self) -> torch.device:
        ...

    def to_device(self) -> None:
        ...

    def _set_device(self, b: Any) -> Any:
        ...

    def to_detach(self, b: Any, cpu: bool=True, gather: bool=True) -> Any:
        ...

def _a_parameter(model: nn.Module) -> Tensor | None:
    ...

def _all_on(model: nn.Module, device: torch.device) -> bool:
    ...
_of_numbers = ('MSELoss', 'L1Loss', 'SmoothL1Loss', 'HuberLoss', 'MSELossFlat', 'L1LossFlat')

def check_parts(dls: Any, model: Any, splitter: Any) -> None:
    ...

def check_dls(dls: Any) -> None:
    ...

def one_class_vocab(dls: Any) -> Sequence | None:
    ...

class LearnerGiven(LearnerDevice):
    loss_func: Any
    opt_func: Any
    metrics: Any

    def check_given(self) -> None:
        ...

    def _warn_of_numbers(self) -> None:
        ...

class Converted:

    def __init__(self, convert: Callable):
        self.convert = convert

    def __set_name__(self, owner: type, name: str):
        self.name = name

    def __get__(self, learn: Any, cls: type | None=None) -> Any:
        ...

    def __set__(self, learn: Any, value: Any) -> None:
        ...

    def __delete__(self, learn: Any) -> None:
        ...

def _metrics(learn: Any, metrics: Any) -> L:
    ...

def _folder(learn: Any, path: Any) -> Path:
    ...

def _data(learn: Any, dls: Any) -> Any:
    ...

def _take_over(old: DataLoaders, new: DataLoaders) -> None:
    ...

def _size(model: Any) -> str:
    ...

class LearnerTold(LearnerGiven):

    def __repr__(self) -> str:
        ...

class LearnerSetup(LearnerTold):
    recorder: Recorder
    dls, path, metrics = (Converted(_data), Converted(_folder), Converted(_metrics))

    def __init__(self, dls: DataLoaders | None, model: nn.Module | Callable, loss_func: Callable | None=None, opt_func: Callable=Adam, lr: float | slice=defaults.lr, splitter: Callable=trainable_params, cbs: Any=None, metrics: Any=None, path: str | Path | None=None, model_dir: str | Path='models', wd: float | None=None, wd_bn_bias: bool=False, train_bn: bool=True, moms: tuple=(0.95, 0.85, 0.95), default_cbs: bool=True, device: str | torch.device | None=None):
        check_parts(dls, model, splitter)
        if loss_func is None:
            loss_func = self._default_loss(dls, model)
        if device is not None:
            self._device = torch.device(device)
        self.dls, self.model, self.loss_func = (dls, model, loss_func)
        self.opt_func, self.lr, self.splitter, self.moms = (opt_func, lr, splitter, moms)
        self.wd, self.wd_bn_bias, self.train_bn = (wd, wd_bn_bias, train_bn)
        self.path, self.model_dir = (path, model_dir)
        self.metrics = metrics
        self.check_given()
        self._warn_of_numbers()
        self._start(cbs, default_cbs)
    __init__.__qualname__ = 'Learner.__init__'
    __init__ = spell_checked(__init__)

    def _start(self, cbs: Any, default_cbs: bool) -> None:
        ...

    @staticmethod
    def _default_loss(dls: Any, model: Callable) -> Callable | None:
        ...

    @property
    def x(self) -> Any:
        ...

    @property
    def y(self) -> Any:
        ...

    @property
    def smooth_loss(self) -> Tensor | None:
        ...

    @smooth_loss.setter
    def smooth_loss(self, value: Any):
        self._smooth = (value, self.recorder.smooth_loss.count)

def _smoothed(learn: Any) -> Tensor | None:
    ...

class LearnerOptim(LearnerSetup):

    def create_opt(self) -> None:
        ...

    def _bn_bias_state(self, with_bias: bool, kinds: tuple=norm_types) -> list[dict]:
        ...

    def set_lr(self, lr: float | slice | None) -> list:
        ...

    def freeze_to(self, n: int) -> None:
        ...

    def freeze(self) -> None:
        ...

    def unfreeze(self) -> None:
        ...

class LearnerFit(LearnerOptim):

    def fit(self, n_epoch: int, lr: float | slice | None=None, wd: float | None=None, cbs: Any=None, reset_opt: bool=False, start_epoch: int=0) -> None:
        ...

    def check_data(self, what: str, loss: bool=True) -> None:
        ...

    def check_train_dl(self) -> None:
        ...

    def loader_at(self, ds_idx: int, what: str | None=None) -> Any:
        ...

class LearnerContexts(LearnerFit):

    @contextmanager
    def no_logging(self) -> Iterator[None]:
        ...

    @contextmanager
    def no_mbar(self) -> Iterator[None]:
        ...

    @contextmanager
    def loss_not_reduced(self) -> Iterator[None]:
        ...

    @contextmanager
    def validation_context(self, cbs: Any=None, inner: bool=False) -> Iterator[None]:
        ...

    def _before_epoch(self) -> None:
        ...

    def _after_epoch(self) -> None:
        ...

class LearnerValidate(LearnerContexts):

    def validate(self, ds_idx: int=1, dl: Any=None, cbs: Any=None) -> L:
        ...

    def _validate_beside_fit(self, ds_idx: int, dl: Any, cbs: list) -> L:
        ...

    @staticmethod
    def eval_dl(dl: Any, reorder: bool=True) -> tuple[Any, list | None]:
        ...

class LearnerPreds(LearnerValidate):

    def get_preds(self, ds_idx: int=1, dl: Any=None, with_input: bool=False, with_decoded: bool=False, with_loss: bool=False, act: Callable | None=None, inner: bool=False, reorder: bool=True, cbs: Any=None, **kwargs: Any) -> tuple:
        ...

def _rows_missing(n: int, idxs: list | None) -> None:
    ...
_differs = {'on': True}

def _said(act: Callable, loss_func: Any) -> Callable:
    ...

class LearnerPredict(LearnerPreds):

    def predict(self, item: Any, rm_type_tfms: Any=None, with_input: bool=False) -> tuple:
        ...

    def _predict(self, item: Any, rm_type_tfms: Any, with_input: bool) -> tuple:
        ...

    def _predict_bare(self, item: Any, with_input: bool) -> tuple:
        ...

    def _predict_batch(self, b: Any) -> tuple:
        ...

    @staticmethod
    def item_batch(item: Any, dl: Any) -> Any:
        ...

def _batch_of_one(item: Any) -> Any:
    ...
_of_model = frozenset('parameters named_parameters buffers named_buffers modules named_modules children named_children\n                         state_dict load_state_dict train eval to cuda cpu zero_grad requires_grad_'.split())

class Learner(LearnerPredict, LearnerFiles):

    def __getattr__(self, name: str) -> Any:
        ...

    def tta(self, ds_idx: int=1, dl: Any=None, n: int=4, item_tfms: Any=None, batch_tfms: Any=None, beta: float | None=0.25, use_max: bool=False) -> tuple:
        ...

    def _tta_in_place(self, dl: Any, preds: Any, kinds: list, n: int, item_tfms: Any, batch_tfms: Any, beta: float | None, use_max: bool) -> Any:
        ...

    def show_results(self, ds_idx: int=1, dl: Any=None, max_n: int=9, shuffle: bool=True, **kwargs: Any) -> None:
        ...

    def __getstate__(self) -> dict:
        ...

    def __setstate__(self, state: dict) -> None:
        ...

    @contextmanager
    def no_bar(self) -> Iterator[None]:
        ...

    @spell_checked
    def fit_one_cycle(self, n_epoch: int, lr_max: float | slice | None=None, div: float=25.0, div_final: float=100000.0, pct_start: float=0.25, wd: float | None=None, moms: tuple | None=None, cbs: Any=None, reset_opt: bool=False, start_epoch: int=0) -> None:
        ...

    @spell_checked
    def fit_flat_cos(self, n_epoch: int, lr: float | slice | None=None, div_final: float=100000.0, pct_start: float=0.75, wd: float | None=None, cbs: Any=None, reset_opt: bool=False, start_epoch: int=0) -> None:
        ...

    @spell_checked
    def fit_sgdr(self, n_cycles: int, cycle_len: int, lr_max: float | slice | None=None, cycle_mult: int=2, cbs: Any=None, reset_opt: bool=False, wd: float | None=None, start_epoch: int=0) -> None:
        ...

    @spell_checked
    def fine_tune(self, epochs: int, base_lr: float=0.002, freeze_epochs: int=1, lr_mult: float=100, pct_start: float=0.3, div: float=5.0, *, div_final: float=100000.0, wd: float | None=None, moms: tuple | None=None, cbs: Any=None, reset_opt: bool=False, start_epoch: int=0) -> None:
        ...

    @spell_checked
    def lr_find(self, start_lr: float=1e-07, end_lr: float=10, num_it: int=100, stop_div: bool=True, show_plot: bool=True, suggest_funcs: Any=...) -> Any:
        ...

    @spell_checked
    def fit_head(self, wd: float | None=None, views: int=1, steps: int=500, cbs: Any=None) -> Any:
        ...

    def predict_iter(self, dl: Any, *, bs: int | None=None, with_input: bool=False, with_decoded: bool=False, with_loss: bool=False, act: Callable | None=None, cbs: Any=None) -> Iterator[tuple]:
        ...

    @spell_checked
    def compile(self, *, backend: str | Callable='inductor', fullgraph: bool=False, dynamic: bool | None=None, mode: str | None=None, options: dict[str, Any] | None=None) -> Learner:
        ...

    @spell_checked
    @contextmanager
    def limit_batches(self, train: int=1, valid: int | None=None, *, same: bool=False) -> Iterator[Learner]:
        ...

    @spell_checked
    def fast_dev_run(self, n: int=1, lr: float | slice | None=None, cbs: Any=None) -> L:
        ...

    @spell_checked
    def overfit(self, n_batches: int=1, epochs: int=30, lr: float | slice | None=None, cbs: Any=None) -> list[float]:
        ...

    @contextmanager
    def anomaly_detection(self) -> Iterator[Learner]:
        ...

    @spell_checked
    def profile(self, n: int=20, warmup: int=3, lr: float | slice | None=None, cbs: Any=None) -> Any:
        ...

    def to_fp16(self, *, init_scale: float=..., growth_factor: float=2.0, backoff_factor: float=0.5, growth_interval: int=2000, enabled: bool=True, emulate: bool=False, device: Any=None) -> Learner:
        ...

    def to_bf16(self) -> Learner:
        ...

    def to_fp32(self) -> Learner:
        ...

    def to_native_fp16(self, **kwargs: Any) -> Learner:
        ...

    def to_native_fp32(self) -> Learner:
        ...

    def to_non_native_fp16(self, *, loss_scale: int=512, flat_master: bool=False, dynamic: bool=True, max_loss_scale: float=..., div_factor: float=2.0, scale_wait: int=500, clip: float | None=None) -> Learner:
        ...

    def to_non_native_fp32(self) -> Learner:
        ...

    def to_channelslast(self, use_amp: bool=True, amp_mode: str | torch.dtype | Any=..., *, init_scale: float=..., growth_factor: float=2.0, backoff_factor: float=0.5, growth_interval: int=2000, enabled: bool=True) -> Learner:
        ...

    def to_contiguous(self, to_fp32: bool=False) -> Learner:
        ...

    def summary(self) -> PrettyString:
        ...

    def find_batch_size(self, start: int=2, max_bs: int | None=None, steps: int=2) -> int:
        ...

    def gather_args(self) -> dict[str, Any]:
        ...

    def reliability(self, ds_idx: int=1, dl: Any=None, n_bins: int=15, act: Callable | None=None) -> Any:
        ...

    def calibrate(self, ds_idx: int=1, dl: Any=None, n_bins: int=15) -> pd.DataFrame:
        ...

    def embeddings(self, layer: nn.Module | str | None=None, ds_idx: int=1, dl: Any=None) -> Tensor:
        ...

    def plot_embeddings(self, layer: nn.Module | str | None=None, ds_idx: int=1, dl: Any=None, method: str='pca', max_n: int=2000, thumbnails: int=0, ax: Axes | None=None, figsize: tuple=..., seed: int=42) -> pd.DataFrame:
        ...

    def predict_tiles(self, item: Any, size: int=256, overlap: int=64, bs: int=4) -> tuple[Any, Tensor]:
        ...

    def resize(self, size: int | tuple[int, int], bs: int | None=None) -> Learner:
        ...

    def predict_volume(self, volume: Any, size: int | None=None, overlap: float=0.5, bs: int=8) -> Any:
        ...

    def to_distributed(self, sync_bn: bool=True, divide: bool=True, watch: float | None=None, **kwargs: Any) -> Learner:
        ...

    def detach_distributed(self) -> Learner:
        ...

    @contextmanager
    def distrib_ctx(self, sync_bn: bool=True, in_notebook: bool=False, divide: bool=True, timeout: float=600.0, watch: float | None=None, **kwargs: Any) -> Iterator[Learner]:
        ...

    def to_parallel(self, device_ids: list[int] | None=None) -> Learner:
        ...

    def detach_parallel(self) -> Learner:
        ...

    @contextmanager
    def parallel_ctx(self, device_ids: list[int] | None=None) -> Iterator[Learner]:
        ...

    def to_sharded(self, blocks: Any=None, dtype: str | torch.dtype | None=None, checkpoint: bool=False, watch: float | None=None, sync_bn: bool=True, divide: bool=True, mesh: Any=None) -> Learner:
        ...

    def detach_sharded(self) -> Learner:
        ...
_no_batch = dict(xb=(None,), yb=(None,), pred=None, loss_grad=None)
from ..core.registry import storable_module
storable_module(__name__, home='minifast.learner')
_state_kinds: dict[str, Any] = dict(model=nn.Module, loss_func=Callable, opt_func=Callable, splitter=Callable, metrics=(list, L), model_dir=(str, Path), lr=(int, float, slice, np.generic, list, tuple, np.ndarray), wd=(int, float, type(None)), wd_bn_bias=bool, train_bn=bool, moms=(tuple, list, type(None)), target_names=(list, tuple, L, str, type(None)))

def _fits(x: Any, kinds: Any) -> bool:
    ...

def _odd_loaders(dls: DataLoaders) -> str:
    ...

def _not_exported(saved: Any) -> str:
    ...

def load_learner(fname: str | Path, cpu: bool=True, pickle_module: Any=None, objects: Sequence=()) -> Learner:
    ...

def before_batch_cb(f: Callable) -> Callback:
    ...

class CastToTensor(Callback):
    order, exportable = (9, False)
