"""Cut-outs on backgrounds: how well a U-Net finds drawings that it has not seen, after a minute of training.

    python benchmarks/segmentation.py [--seeds 5] [--seconds 60] [--threads 2] [--size 64] [--scenes 480]

The drawings of the package are cut out of their white paper and pasted on tinted pieces of other drawings:
semi-synthetic scenes. A fifth of the drawings is kept for validation, in which no drawing of training is seen, neither
before nor behind. Each seed has drawings, scenes and weights of its own, and trains for as many epochs as the time
allows, measured in its first, in seconds of the processor. The figure is Dice over all pixels of validation.
"""
import argparse
import os
import statistics
import time
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from minifast.vision.all import (
    URLs, DataBlock, Dice, ImageBlock, IndexSplitter, MaskBlock, PILImage, PILMask, aug_transforms, set_seed,
    squeezenet1_1, unet_learner, untar_data)


@dataclass
class Scene:
    "A picture `(h, w, 3)` and its mask `(h, w)`."
    pixels: np.ndarray
    mask: np.ndarray


def picture(s): return PILImage.create(s.pixels)


def mask(s): return PILMask.create(s.mask)


def cut_out(file):
    "A drawing and where it is: all that is not joined to its white border, less one pixel at its edge."
    im = Image.open(file).convert('RGB')
    near = Image.new('L', (im.width + 2, im.height + 2), 255)
    near.paste(im.convert('L').point(lambda v: 255 if v > 243 else 0), (1, 1))
    ImageDraw.floodfill(near, (0, 0), 128)
    alpha = Image.fromarray((np.array(near)[1:-1, 1:-1] != 128).astype(np.uint8))
    return im, alpha.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.MinFilter(3))


def scene(files, rng, size):
    "A drawing on a tinted and blurred piece of another one, and its mask."
    im, alpha = cut_out(files[rng.integers(len(files))])
    back = Image.open(files[rng.integers(len(files))]).convert('RGB')
    x, y = rng.integers(0, back.width//2), rng.integers(0, back.height//2)
    back = back.crop((x, y, x + back.width//2, y + back.height//2)).resize((size, size))
    back = Image.blend(back, Image.new('RGB', back.size, tuple(rng.integers(0, 256, 3).tolist())), .4)
    back = back.filter(ImageFilter.GaussianBlur(rng.uniform(0, 2)))
    scale = size*rng.uniform(.5, .9)/max(im.size)
    wh = [max(8, round(o*scale)) for o in im.size]
    at = tuple(int(rng.integers(0, size - o + 1)) for o in wh)
    alpha, whole = alpha.resize(wh, Image.Resampling.NEAREST), Image.new('L', back.size)
    back.paste(im.resize(wh), at, alpha.point(lambda v: 255*v))
    whole.paste(alpha, at)
    return Scene(np.array(back), np.array(whole))


def seconds_of(args):
    "Seconds of the processor for each thread: what other programs take of it does not count."
    return time.process_time()/args.threads


def one_seed(seed, args):
    "Dice of one run, the epochs that it had time for, and its seconds."
    import torch
    torch.set_num_threads(args.threads)
    set_seed(seed)
    rng, files = np.random.default_rng(seed), sorted(untar_data(URLs.CLIPART).rglob('*.jpg'))
    rng.shuffle(files)
    n, n_valid = len(files)//5, args.scenes//5
    scenes = [scene(files[n:], rng, args.size) for _ in range(args.scenes)]
    scenes += [scene(files[:n], rng, args.size) for _ in range(n_valid)]
    block = DataBlock(blocks=(ImageBlock, MaskBlock(codes=['ground', 'thing'])), get_x=picture, get_y=mask,
                      splitter=IndexSplitter(range(args.scenes, args.scenes + n_valid)),
                      batch_tfms=aug_transforms(max_warp=0, max_rotate=20))
    dls = block.dataloaders(scenes, bs=16, num_workers=0, seed=seed, device='cpu')
    start = seconds_of(args)
    learn = unet_learner(dls, squeezenet1_1, decoder='light', metrics=Dice())
    with learn.no_bar(), learn.no_logging():
        learn.fit_one_cycle(1, 3e-3)
        learn.unfreeze()
        left = args.seconds - (seconds_of(args) - start)
        epochs = max(1, int(.8*left/(seconds_of(args) - start)))
        learn.fit_one_cycle(epochs, slice(3e-4, 3e-3))
        seconds = seconds_of(args) - start
        return learn.validate()[1], epochs + 1, seconds


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in dict(seeds=5, seconds=60, threads=2, size=64, scenes=480).items():
        p.add_argument(f'--{name}', type=int, default=default)
    args = p.parse_args()
    found = []
    for seed in range(args.seeds):
        found.append(one_seed(seed, args))
        print('seed {}: Dice {:.3f}, {} epochs in {:.0f} s'.format(seed, *found[-1]), flush=True)
    dice = [o[0] for o in found]
    spread = f' (standard deviation {statistics.stdev(dice):.3f})' if len(dice) > 1 else ''
    print(f'Dice {statistics.mean(dice):.3f}{spread}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores')


if __name__ == '__main__': main()
