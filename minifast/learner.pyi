# Written by tools/export.py: minifast.learner and the methods that higher packages add to its classes.
"""Data, a model and a loss, put together into something that trains, validates, predicts and can be saved."""
__all__ = ['Learner', 'load_learner', 'before_batch_cb', 'CastToTensor', 'AvgLoss', 'AvgMetric', 'AvgSmoothLoss', 'CancelBackwardException', 'CancelBatchException', 'CancelEpochException', 'CancelFitException', 'CancelStepException', 'CancelTrainException', 'CancelValidException', 'Metric', 'Recorder', 'SkipToEpoch', 'TrainingLoop', 'ValueMetric', 'load_model', 'mk_metric', 'replacing_yield', 'save_model']
import copy
import inspect
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
import numpy as np
import torch
from fastcore.basics import noop
from fastcore.foundation import L
from torch import Tensor, nn
from torch.utils import data as torch_data
from .callback.core import Callback, CancelBackwardException, CancelBatchException, CancelEpochException, CancelFitException, CancelStepException, CancelTrainException, CancelValidException, GatherPredsCallback, SkipToEpoch, defaults, detuplify, replacing_yield
from .callback.recorder import Recorder
from .checkpoint import LearnerFiles, load_model, save_model
from .core.device import default_device, nested_reorder, norm_bias_params, tensor, to_detach, to_device, trainable_params
from .core.errors import EmptyDataError, UnsafeFileError, add_context, short, spell_checked
from .core.tensor import plain
from .core.transform import listed
from .data.core import DataLoaders, as_loader
from .data.load import DataLoader
from .export import load_object
from .loop import ModelLoss, Pass, TrainingLoop, input_names
from .losses import activation_of, decodes_of
from .metrics import AvgLoss, AvgMetric, AvgSmoothLoss, Metric, ValueMetric, mk_metric
from .optimizer import Adam, Optimizer, OptimWrapper
_all_ = ['AvgLoss', 'AvgMetric', 'AvgSmoothLoss', 'CancelBackwardException', 'CancelBatchException', 'CancelEpochException', 'CancelFitException', 'CancelStepException', 'CancelTrainException', 'CancelValidException', 'Metric', 'Recorder', 'SkipToEpoch', 'TrainingLoop', 'ValueMetric', 'load_model', 'mk_metric', 'replacing_yield', 'save_model']

class Learner(TrainingLoop, LearnerFiles):
    from minifast.calibration import reliability
    from minifast.calibration import calibrate
    from minifast.callback.channelslast import to_channelslast
    from minifast.callback.channelslast import to_contiguous
    from minifast.callback.fp16 import to_fp16
    from minifast.callback.fp16 import to_bf16
    from minifast.callback.fp16 import to_fp32
    from minifast.callback.fp16 import to_native_fp16
    from minifast.callback.fp16 import to_native_fp32
    from minifast.callback.fp16 import to_non_native_fp16
    from minifast.callback.fp16 import to_non_native_fp32
    from minifast.callback.hook import summary
    from minifast.callback.memory import find_batch_size
    from minifast.callback.progress import no_bar
    from minifast.callback.schedule import fit_one_cycle
    from minifast.callback.schedule import fit_flat_cos
    from minifast.callback.schedule import fit_sgdr
    from minifast.callback.schedule import fine_tune
    from minifast.callback.schedule import lr_find
    from minifast.callback.wandb import gather_args
    from minifast.compile import compile
    from minifast.debug import limit_batches
    from minifast.debug import fast_dev_run
    from minifast.debug import overfit
    from minifast.debug import anomaly_detection
    from minifast.debug import profile
    from minifast.inference import predict_iter
    from minifast.slices import embeddings
    from minifast.slices import plot_embeddings
    if TYPE_CHECKING:
        from minifast.calibration import calibrate, reliability
        from minifast.callback.channelslast import to_channelslast, to_contiguous
        from minifast.callback.fp16 import to_bf16, to_fp16, to_fp32, to_native_fp16, to_native_fp32, to_non_native_fp16, to_non_native_fp32
        from minifast.callback.hook import summary
        from minifast.callback.memory import find_batch_size
        from minifast.callback.schedule import fine_tune, fit_flat_cos, fit_one_cycle, fit_sgdr, lr_find
        from minifast.callback.wandb import gather_args
        from minifast.compile import compile
        from minifast.debug import anomaly_detection, fast_dev_run, limit_batches, overfit, profile
        from minifast.inference import predict_iter
        from minifast.slices import embeddings, plot_embeddings
        recorder: Recorder
    _device: torch.device | None = None
    fitting = False

    @spell_checked
    def __init__(self, dls: DataLoaders | None, model: nn.Module | Callable, loss_func: Callable | None=None, opt_func: Callable=Adam, lr: float | slice=defaults.lr, splitter: Callable=trainable_params, cbs: Any=None, metrics: Any=None, path: str | Path | None=None, model_dir: str | Path='models', wd: float | None=None, wd_bn_bias: bool=False, train_bn: bool=True, moms: tuple=(0.95, 0.85, 0.95), default_cbs: bool=True, device: str | torch.device | None=None):
        path = Path(path) if path is not None else Path(getattr(dls, 'path', '.'))
        if not callable(model):
            raise TypeError(f'model must be an nn.Module or a function, got {type(model).__name__}.')
        if loss_func is None:
            loss_func = self._default_loss(dls, model)
        self.dls, self.model, self.loss_func, self.opt_func, self.lr, self.splitter = (dls, model, loss_func, opt_func, lr, splitter)
        self.path, self.model_dir, self.wd, self.wd_bn_bias, self.train_bn, self.moms = (path, model_dir, wd, wd_bn_bias, train_bn, moms)
        self.metrics = L((mk_metric(m) for m in listed(metrics)))
        if device is not None:
            self._device = torch.device(device)
        if self._device is not None and hasattr(dls, 'to'):
            dls.to(self._device)
        self._start(cbs, default_cbs)

    def _start(self, cbs: Any, default_cbs: bool) -> None:
        ...

    @staticmethod
    def _default_loss(dls: Any, model: Callable) -> Callable | None:
        ...

    @property
    def device(self) -> torch.device:
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

    def to_device(self) -> None:
        ...

    def create_opt(self) -> None:
        ...

    def _bn_bias_state(self, with_bias: bool) -> list[dict]:
        ...

    def fit(self, n_epoch: int, lr: float | slice | None=None, wd: float | None=None, cbs: Any=None, reset_opt: bool=False, start_epoch: int=0) -> None:
        ...

    def _set_lr(self, lr: Any) -> list:
        ...

    def _need(self, what: str, loss: bool=True) -> None:
        ...

    def _check_train_dl(self) -> None:
        ...

    def _valid_dl(self, ds_idx: int) -> Any:
        ...

    @property
    def _n_dls(self) -> int:
        ...

    def _dl_at(self, ds_idx: int, what: str) -> Any:
        ...

    def _before_epoch(self):
        self('before_fit')
        self('before_epoch')

    def _after_epoch(self):
        self('after_epoch')
        self('after_fit')

    @contextmanager
    def validation_context(self, cbs: Any=None, inner: bool=False) -> Iterator[None]:
        ...

    def validate(self, ds_idx: int=1, dl: Any=None, cbs: Any=None) -> L:
        ...

    def _validate_beside_fit(self, ds_idx: int, dl: Any, cbs: list) -> L:
        ...

    def get_preds(self, ds_idx: int=1, dl: Any=None, with_input: bool=False, with_decoded: bool=False, with_loss: bool=False, act: Callable | None=None, inner: bool=False, reorder: bool=True, cbs: Any=None, **kwargs: Any) -> tuple:
        ...

    @staticmethod
    def _eval_dl(dl: Any, reorder: bool) -> tuple[Any, list | None]:
        ...

    def predict(self, item: Any, rm_type_tfms: Any=None, with_input: bool=False) -> tuple:
        ...

    def _predict(self, item: Any, rm_type_tfms: Any, with_input: bool) -> tuple:
        ...

    def _predict_bare(self, item: Any, with_input: bool) -> tuple:
        ...

    def _predict_batch(self, b: Any) -> tuple:
        ...

    @staticmethod
    def _one_item(item: Any, dl: Any) -> Any:
        ...

    def tta(self, ds_idx: int=1, dl: Any=None, n: int=4, item_tfms: Any=None, batch_tfms: Any=None, beta: float | None=0.25, use_max: bool=False) -> tuple:
        ...

    def show_results(self, ds_idx: int=1, dl: Any=None, max_n: int=9, shuffle: bool=True, **kwargs: Any) -> None:
        ...

    @contextmanager
    def no_logging(self) -> Iterator[None]:
        ...

    @contextmanager
    def no_mbar(self) -> Iterator[None]:
        ...

    @contextmanager
    def loss_not_reduced(self) -> Iterator[None]:
        ...

    def to_detach(self, b: Any, cpu: bool=True, gather: bool=True) -> Any:
        ...

    def freeze_to(self, n: int) -> None:
        ...

    def freeze(self) -> None:
        ...

    def unfreeze(self) -> None:
        ...

    def __getstate__(self) -> dict:
        ...

    def __setstate__(self, state: dict) -> None:
        ...

def _a_parameter(model: nn.Module) -> Tensor | None:
    ...

def _all_on(model: nn.Module, device: torch.device) -> bool:
    ...

class _AsItIs:

    def __init__(self, dl: Any):
        self.dl = dl

    def __len__(self):
        return len(self.dl)

    def __iter__(self) -> Iterator:
        ...

class _Fixed:

    def __init__(self, o: Any):
        self.o = o

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        ...

def _batch_of_one(item: Any) -> Any:
    ...

def load_learner(fname: str | Path, cpu: bool=True, objects: Sequence=()) -> Learner:
    ...

def before_batch_cb(f: Callable) -> Callback:
    ...

class CastToTensor(Callback):
    order, exportable = (9, False)
