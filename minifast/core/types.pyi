# Written by tools/export.py: minifast.core.types and the methods that higher packages add to its classes.
"""The types that give data its meaning: tensors and image files that keep their kind and can show themselves."""
from collections.abc import Callable
__all__ = ['TensorImageBase', 'TensorImage', 'TensorImageBW', 'TensorMask', 'TensorFlowField', 'TensorCategory', 'TensorMultiCategory', 'TitledTensorScalar', 'TensorText', 'LMTensorText', 'TensorPoint', 'TensorBBox', 'LabeledBBox', 'orientation', 'is_transparent', 'load_image', 'PILBase', 'PILImage', 'PILImageBW', 'PILMask', 'image2tensor', 'to_image', 'TensorBase', 'plain', 'retain_meta', 'Category', 'MultiCategory', 'ShowTitle', 'TitledFloat', 'TitledInt', 'TitledStr', 'TitledTuple']
import io
import math
import os
import struct
from collections.abc import Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, Self
import numpy as np
import torch
from fastcore.basics import patch
from fastcore.foundation import L
from PIL import ExifTags, Image, ImageChops, ImageOps
from torch import Tensor
from .device import tensor
from .display import Category, MultiCategory, ShowTitle, TitledFloat, TitledInt, TitledStr, TitledTuple, show_image, show_title, subplots
from .errors import UnreadableImageError, add_context, short, suggest_file, warn_user
from .tensor import TensorBase, plain, retain_meta
_all_ = ['TensorBase', 'plain', 'retain_meta', 'Category', 'MultiCategory', 'ShowTitle', 'TitledFloat', 'TitledInt', 'TitledStr', 'TitledTuple']
from .registry import storable_module
storable_module(__name__, classes='\n        TensorImageBase TensorImage TensorImageBW TensorMask TensorFlowField TensorCategory\n        TensorMultiCategory TitledTensorScalar TensorText LMTensorText TensorPoint TensorBBox LabeledBBox\n        PILBase PILImage PILImageBW PILMask', functions='\n        PILBase.create TensorPoint.create TensorBBox.create LabeledBBox.create load_image image2tensor\n        to_image')

class TensorImageBase(TensorBase):
    _show_args = {'cmap': 'viridis'}

    def show(self, ctx: Any=None, **kwargs) -> Any:
        ...

    def flip_lr(self):
        ...

    def dihedral(self, k: int):
        ...

class TensorImage(TensorImageBase):
    """A colour image: bytes in 0..255 or floats in 0..1, `(3, h, w)`."""

    def affine_coord(self, mat: Tensor | None=None, coord_tfm: Callable | None=None, sz: int | tuple[int, int] | None=None, mode: str='bilinear', pad_mode: str=..., align_corners: bool | None=True) -> TensorImage:
        ...

    def warp(self, size: int | tuple[int, int] | None=None, mode: str | None=None, pad_mode: str=..., align_corners: bool=True, **kwargs):
        ...

    def lighting(self, func: Callable) -> TensorImage:
        ...

    def hsv(self, func: Callable) -> TensorImage:
        ...

    def brightness(self, max_lighting: float=0.2, p: float=0.75, draw: Any=None, batch: bool=False) -> TensorImage:
        ...

    def contrast(self, max_lighting: float=0.2, p: float=0.75, draw: Any=None, batch: bool=False) -> TensorImage:
        ...

    def saturation(self, max_lighting: float=0.2, p: float=0.75, draw: Any=None, batch: bool=False) -> TensorImage:
        ...

    def hue(self, max_hue: float=0.1, p: float=0.75, draw: Any=None, batch: bool=False) -> TensorImage:
        ...

class TensorImageBW(TensorImage):
    _show_args = {'cmap': 'Greys'}

class TensorMask(TensorImageBase):
    _show_args = {'alpha': 0.5, 'cmap': 'tab20', 'interpolation': 'nearest'}

    def show(self, ctx: Any=None, **kwargs) -> Any:
        ...

    def affine_coord(self, mat: Tensor | None=None, coord_tfm: Callable | None=None, sz: int | tuple[int, int] | None=None, mode: str='nearest', pad_mode: str=..., align_corners: bool | None=True) -> TensorMask:
        ...

    def warp(self, size: int | tuple[int, int] | None=None, mode: str | None=None, pad_mode: str=..., align_corners: bool=True, **kwargs):
        ...

class TensorFlowField(TensorBase):

    def show(self, ctx: Any=None, arrows: int=12, color: str='red', **kwargs) -> Any:
        ...

class TensorCategory(TensorBase):
    """The number of a class."""

class TensorMultiCategory(TensorCategory):
    """Several classes at once: zeros and ones, or their numbers."""

class TitledTensorScalar(TensorBase):

    def show(self, ctx: Any=None, **kwargs) -> Any:
        ...

class TensorText(TensorBase):
    """The token numbers of a text."""

class LMTensorText(TensorText):
    """The token numbers of a text to be continued."""

def _axes_for(x, ctx):
    if ctx is not None:
        return ctx
    ax = subplots()[1][0]
    w, h = getattr(x, 'img_size', None) or (plain(x).detach().view(-1, 2).amax(0) * 1.1).tolist()
    ax.set(xlim=(-0.5, w - 0.5), ylim=(h - 0.5, -0.5), aspect='equal')
    return ax

def _in_rows(t, n, what):
    if t.numel() % n or (t.ndim > 1 and t.shape[-1] % 2):
        raise ValueError(f'{what}: {n} numbers each, not {tuple(t.shape)}.')
    return t.reshape(-1, n).float()

class TensorPoint(TensorBase):
    _show_args = {'s': 10, 'marker': '.', 'c': 'r'}

    @classmethod
    def create(cls, t: Any, img_size: tuple[int, int] | None=None) -> Self:
        ...

    def show(self, ctx: Any=None, **kwargs) -> Any:
        ...

    def crop_pad(self, sz: int | tuple[int, int], tl: tuple[int, int] | None=None, orig_sz: tuple[int, int] | None=None, pad_mode: str=..., resize_mode: int=..., resize_to: tuple[int, int] | None=None):
        ...

    def flip_lr(self):
        ...

    def dihedral(self, k: int):
        ...

    def affine_coord(self, mat: Tensor | None=None, coord_tfm: Callable | None=None, sz: int | tuple[int, int] | None=None, mode: str='nearest', pad_mode: str=..., align_corners: bool | None=True) -> TensorPoint:
        ...

    def warp(self, size: int | tuple[int, int] | None=None, mode: str | None=None, pad_mode: str=..., align_corners: bool=True, **kwargs):
        ...

def _text_place(ax, x1, x2, text, size):
    wide, ends = (ax.get_window_extent().width * 72 / ax.figure.dpi, sorted(ax.get_xlim()))
    size = size or min(14, max(6, wide / 14))
    end = x1 + 0.65 * size * len(text) * (ends[1] - ends[0]) / max(wide, 1)
    return (size, *((x1, 'left') if end <= ends[1] else (min(x2, ends[1]), 'right')))

def _draw_box(ax, box, text=None, color='white', text_size=None, **kwargs):
    from matplotlib.patches import Rectangle
    from matplotlib.patheffects import Normal, Stroke
    x1, y1, x2, y2 = box
    rect = ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=color, lw=2))
    rect.set_path_effects([Stroke(linewidth=4, foreground='black'), Normal()])
    if text is None:
        return
    size, x, side = _text_place(ax, x1, x2, text, text_size)
    label = ax.text(x, y1, text, va='top', ha=side, color=color, fontsize=size, weight='bold', clip_on=True)
    label.set_path_effects([Stroke(linewidth=2, foreground='black'), Normal()])

class TensorBBox(TensorPoint):

    @classmethod
    def create(cls, x: Any, img_size: tuple[int, int] | None=None) -> Self:
        ...

    def show(self, ctx: Any=None, **kwargs) -> Any:
        ...

    def crop_pad(self, sz: int | tuple[int, int], tl: tuple[int, int] | None=None, orig_sz: tuple[int, int] | None=None, pad_mode: str=..., resize_mode: int=..., resize_to: tuple[int, int] | None=None):
        ...

    def flip_lr(self):
        ...

    def dihedral(self, k: int):
        ...

    def affine_coord(self, mat: Tensor | None=None, coord_tfm: Callable | None=None, sz: int | tuple[int, int] | None=None, mode: str='nearest', pad_mode: str=..., align_corners: bool | None=True) -> TensorBBox:
        ...

    def warp(self, size: int | tuple[int, int] | None=None, mode: str | None=None, pad_mode: str=..., align_corners: bool=True, **kwargs):
        ...

class LabeledBBox(L):

    @property
    def bbox(self) -> TensorBBox:
        ...

    @property
    def lbl(self) -> Sequence[str]:
        ...

    def show(self, ctx: Any=None, **kwargs) -> Any:
        ...

def _unreadable(name, reason):
    return UnreadableImageError(f'{name} cannot be read as an image: {reason}. Replace or delete it; verify_images(files) finds all such files.')

def _missing(fn, e):
    folder = Path(fn).parent
    if os.path.islink(fn):
        e.add_note(f'  It is a link to {os.readlink(fn)}, which leads to no file. Bring the file back, or delete the link.')
        return
    where = 'The current folder' if folder == Path('.') else f'The folder {folder}'
    e.add_note(f'  {where} has no such file.{suggest_file(Path(fn).name, os.listdir(folder))}' if folder.is_dir() else f'  {where} does not exist.')

def _open(fn):
    if isinstance(fn, (str, os.PathLike)):
        name = str(fn)
        try:
            with open(fn, 'rb') as f:
                data = f.read()
        except FileNotFoundError as e:
            _missing(fn, e)
            raise
    elif isinstance(fn, (bytes, bytearray, memoryview)):
        name, data = (f'An image of {len(fn)} bytes', bytes(fn))
    elif hasattr(fn, 'read'):
        data = fn.read()
        name = getattr(fn, 'name', f'An image of {len(data)} bytes')
    else:
        raise TypeError(f'An image is made from a path, bytes, a file object, an array, a tensor or a PIL image, not from {short(fn)} ({type(fn).__name__}).')
    try:
        return (Image.open(io.BytesIO(data)), name)
    except Image.DecompressionBombError as e:
        raise add_context(e, file=name) from None
    except (OSError, SyntaxError, ValueError):
        raise _unreadable(name, 'its format is not one that PIL knows' if data else 'it is empty') from None

def _decode(im, name):
    try:
        im.load()
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as e:
        raise _unreadable(name, e) from None
    return im

def orientation(im: Image.Image) -> int:
    ...

def is_transparent(im: Image.Image) -> bool:
    ...

def _bytes_image(im):
    x, white = (np.asarray(im), 1)
    if im.mode.startswith('I;16') or (im.mode == 'I' and im.format in ('PNG', 'PPM')):
        return Image.fromarray((x >> 8).astype(np.uint8))
    if im.mode[0] == 'F':
        white = 255
    lo, hi = (x.min(), x.max()) if x.size else (0, 0)
    if not (lo >= 0 and hi * white <= 255):
        kind, whites = ('floats', '0..1') if white > 1 else ('32-bit integers', '0..255')
        raise ValueError(f'Pixels range from {lo:.4g} to {hi:.4g}, and which of them is white cannot be told: {kind} are taken as they are, in {whites}. Scale them: PILImageBW.create(np.asarray(Image.open(file)) / white).')
    return Image.fromarray((x * white + (0.5 if white > 1 else 0)).astype(np.uint8))

def load_image(fn: Any, mode: str | None=None, exif: bool=True) -> Image.Image:
    ...

def _array_image(x):
    if isinstance(x, Tensor):
        t = plain(x).detach().cpu()
        first = t.ndim == 3 and (isinstance(x, TensorImage) or (t.shape[0] in (1, 3, 4) and t.shape[-1] not in (1, 3, 4)))
        x = (t.permute(1, 2, 0) if first else t).to(torch.float32 if t.is_floating_point() else t.dtype).numpy()
    if x.ndim == 3 and x.shape[-1] == 1:
        x = x[..., 0]
    if x.ndim not in (2, 3) or (x.ndim == 3 and x.shape[-1] not in (3, 4)):
        raise ValueError(f'An image has shape (height, width), (height, width, 3) or (height, width, 4), not {x.shape}.')
    if not x.size:
        raise ValueError(f'An image has at least one pixel, not the shape {x.shape}.')
    if x.dtype == bool:
        x = x * np.uint8(255)
    if x.dtype == np.uint16:
        x = x >> 8
    if x.dtype != np.uint8:
        white, little = (1, 0.5 / 255) if x.dtype.kind == 'f' else (255, 0)
        if not (x.min() >= -little and x.max() <= white + little):
            raise ValueError(f'Pixels range from {x.min():.4g} to {x.max():.4g}: bytes are in 0..255 and floats in 0..1, whatever their values. Divide floats in 0..255 by 255; decode a normalised image first.')
        x = (x.clip(0, 1) * 255 + 0.5 if white == 1 else x).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(x))

class PILBase(Image.Image):
    _show_args: ClassVar[dict] = {'cmap': 'viridis'}
    _open_args: ClassVar[dict] = {'mode': 'RGB'}
    _tensor_cls: ClassVar[type] = TensorImage
    _source, _name = (None, None)
    _bytes_to_come = None
    _turn, _background = (1, None)

    def __init__(self, im: Image.Image | None=None):
        super().__init__()
        if im is not None:
            self._take(im)

    @classmethod
    def create(cls, fn: Any, mode: str | None=None, exif: bool | None=None, background: Any=None) -> Self:
        ...

    def load(self) -> Any:
        ...

    @classmethod
    def of_pixels(cls, pixels: np.ndarray) -> Self:
        ...

    def _turned(self, turn):
        self._turn, self.info = (turn, {k: v for k, v in self.info.items() if k not in ('exif', 'xmp')})
        if turn > 4:
            self._size = self._size[::-1]

    def draft(self, mode: str | None, size: tuple[int, int] | None) -> Any:
        ...

    def show(self, ctx: Any=None, **kwargs) -> Any:
        ...

    def _take(self, im):
        im.load()
        self.im, self._mode, self._size, self.palette, self.info = (im.im, im.mode, im.size, im.palette, im.info)

    def _in_mode(self, im, mode):
        if not mode:
            return im
        if im.mode == 'La':
            im = im.convert('LA')
        if im.mode[0] in 'IF' and im.mode != mode:
            im = _bytes_image(im)
        if mode in ('RGB', 'L') and self._background is not False and is_transparent(im):
            im = im.convert('RGBA')
            im = Image.alpha_composite(Image.new('RGBA', im.size, self._background or 'white'), im)
        return im if im.mode == mode else self._converted(im, mode)

    def _converted(self, im, mode):
        try:
            return (im.convert('RGB') if im.mode == 'LAB' else im).convert(mode)
        except ValueError:
            raise ValueError(f"{self._name or 'The picture'} has pixels of mode {im.mode!r}, and Pillow turns them into {mode!r} by no way. Turn them into RGB by ImageCms or another program, and give {type(self).__name__}.create the result.") from None

    def _from_array(self, x):
        return _array_image(x)

    def _new(self, im):
        res = super()._new(im)
        res.__class__ = type(self)
        return res

    def __repr__(self):
        return f'{type(self).__name__} mode={self.mode} size={self.size[0]}x{self.size[1]}'

def _typed(name):
    method = getattr(Image.Image, name)

    @wraps(method)
    def _inner(self, *args, **kwargs):
        res = method(self, *args, **kwargs)
        if type(res) is Image.Image:
            res.__class__ = type(self)
        return res
    return _inner
for _method in ('convert', 'transform', 'rotate', 'filter', 'resize', 'quantize'):
    setattr(PILBase, _method, _typed(_method))

class PILImage(PILBase):
    """A colour image, which becomes a `TensorImage`."""

class PILImageBW(PILImage):
    _show_args, _open_args, _tensor_cls = ({'cmap': 'Greys'}, {'mode': 'L'}, TensorImageBW)

class PILMask(PILBase):
    _show_args, _open_args = ({'alpha': 0.5, 'cmap': 'tab20', 'interpolation': 'nearest'}, {'mode': 'L'})
    _tensor_cls = TensorMask

    def _from_array(self, x):
        x = plain(x).detach().cpu().numpy() if isinstance(x, Tensor) else x
        if x.ndim == 3 and 1 in x.shape[::2]:
            x = x.squeeze(0 if x.shape[0] == 1 else 2)
        if x.ndim != 2:
            raise ValueError(f'A mask has one number for each pixel: its shape is (height, width), not {x.shape}. Map each colour to its class.')
        if x.size and (not (x.min() >= 0 and x.max() < 256)):
            raise ValueError(f'Class numbers of a mask are in 0..255, these are in {x.min()}..{x.max()}: renumber the classes.')
        if x.dtype.kind == 'f' and (x != x.round()).any():
            raise ValueError(f'Class numbers of a mask are whole, these are {short(np.unique(x).tolist())}. If it was scaled to 0..1, multiply it by the number that it was divided by, and round it.')
        return Image.fromarray(x.astype(np.uint8))

    def _in_mode(self, im, mode):
        if mode != 'L' or im.mode in ('L', '1'):
            return super()._in_mode(im, mode)
        if im.mode[0] in 'IF':
            return self._from_array(np.asarray(im))
        if im.mode == 'P':
            pal = im.getpalette()
            return im.convert('L') if pal[::3] == pal[1::3] == pal[2::3] else Image.frombytes('L', im.size, im.tobytes())
        im = self._converted(im, 'RGB')
        r, g, b = im.split()
        if ImageChops.difference(r, g).getbbox() or ImageChops.difference(g, b).getbbox():
            warn_user(f"The mask {self._name or 'image'} has colours; their brightness is taken as class number. Map each colour to its class instead, and give PILMask.create the array.")
        return im.convert('L')

def image2tensor(img: Any) -> Tensor:
    ...

def to_image(x: Any) -> Image.Image:
    ...

@patch(as_prop=True)
def n_px(self: Image.Image) -> int:
    ...

@patch(as_prop=True)
def shape(self: Image.Image) -> tuple[int, int]:
    ...

@patch(as_prop=True)
def aspect(self: Image.Image) -> float:
    ...

@patch
def reshape(self: Image.Image, h: int, w: int, resample: int=0) -> Image.Image:
    ...

@patch
def to_bytes_format(self: Image.Image, format: str='png') -> bytes:
    ...

@patch
def to_thumb(self: Image.Image, h: int, w: int | None=None) -> Image.Image:
    ...

@patch
def resize_max(self: Image.Image, resample: int=0, max_px: int | None=None, max_h: int | None=None, max_w: int | None=None) -> Image.Image:
    ...
