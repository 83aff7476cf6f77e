"""Medical images and notes. fastai's two modules, `imaging` and `text`, are imported when they are asked for."""
import importlib as _importlib
import typing as _typing


if not _typing.TYPE_CHECKING:
    def __getattr__(name):
        if name in ('imaging', 'text'): return _importlib.import_module(f'{__name__}.{name}')
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'", name=name)
