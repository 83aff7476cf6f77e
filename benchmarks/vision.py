"""What images cost: files to batches, with and without augmentation, predicting one picture, and importing the library.

    python benchmarks/vision.py [--peer /path/to/python/with/fastai] [--threads 1] [--rounds 3] [--bs 64]
    python benchmarks/vision.py --unet [--peer ...] [--smp /folder/with/segmentation_models_pytorch] [--bs 4]
    python benchmarks/vision.py --verify 10000 [--peer ...] [--rounds 3]

128 JPEG files of 500 by 375 pixels with about as much detail as photographs (87 KB each), `Resize(224)`, batches of
`--bs`, no worker processes; beside it what torchvision's decoder and PyTorch's resize of bytes take alone. Each library
runs in processes of its own that alternate; the figure is the best of the rounds.
`predict` is measured against the same transforms and the same network called directly, in turn with it: the figure is
the median of the differences.

`--unet` measures a step of a U-Net on resnet34, forward and backward, on pictures of 128 pixels: ours, fastai's, and
that of segmentation_models_pytorch, in processes that alternate. The figures are the fastest step of all rounds, and
the median of the ratios of runs that follow each other.

`--verify` measures `verify_images` on so many files, links to those 128, with as many workers as it takes by itself.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

N, SIZE = 128, (500, 375)


def make_files(folder):
    "JPEG files: smooth colours with noise."
    import numpy as np
    from PIL import Image
    rng = np.random.default_rng(0)
    for i in range(N):
        smooth = Image.fromarray(rng.integers(0, 256, (12, 16, 3), dtype=np.uint8)).resize(SIZE,
                                                                                           Image.Resampling.BICUBIC)
        pixels = np.asarray(smooth) + rng.normal(0, 12, (SIZE[1], SIZE[0], 1))
        path = folder/'ab'[i % 2]/f'{i:03}.jpg'
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(path, quality=90)


def images_a_second(**passes):
    "Best of five passes of each, in turn, in seconds of the processor: other programs count less."
    best = dict.fromkeys(passes, 0.)
    for _ in range(5):
        for name, run in passes.items():
            start = time.process_time()
            n = run()
            best[name] = max(best[name], n/(time.process_time() - start))
    return best


def count(dl): return sum(len(b[0]) for b in dl)


def decode_and_resize(files):
    "What no library can do without: decode each file, and shrink its square middle."
    import torch
    import torch.nn.functional as F
    from torchvision.io import ImageReadMode, decode_jpeg
    for f in files:
        x = decode_jpeg(torch.frombuffer(bytearray(f.read_bytes()), dtype=torch.uint8), ImageReadMode.RGB)
        edge = (x.shape[2] - x.shape[1])//2
        F.interpolate(x[None, ..., edge:edge + x.shape[1]], size=(224, 224), mode='bilinear', antialias=True)
    return len(files)


def measure(lib, folder, bs):
    "All figures of one library, in this process."
    import torch
    import torchvision  # noqa: F401
    start = time.perf_counter()
    names = {}
    exec(f'from {lib}.vision.all import *', names)
    res = {'import': time.perf_counter() - start}
    v = argparse.Namespace(**{k: o for k, o in names.items() if not k.startswith('__')})
    torch.set_num_threads(int(os.environ['OMP_NUM_THREADS']))
    files = v.get_image_files(folder)
    block = v.DataBlock(blocks=(v.ImageBlock, v.CategoryBlock), get_y=v.parent_label, splitter=v.IndexSplitter([0]),
                        item_tfms=v.Resize(224))
    common = dict(bs=bs, num_workers=0, device='cpu')
    plain = block.datasets(files).dataloaders(after_item=[v.Resize(224), v.ToTensor()], after_batch=[], **common)
    dls = block.new(item_tfms=v.Resize(224), batch_tfms=v.aug_transforms()).dataloaders(files, **common)
    res |= images_a_second(alone=lambda: decode_and_resize(files), crop=lambda: count(plain.train),
                           augment=lambda: count(dls.train))
    res['predict'] = predict_overhead(v, dls, files[1])
    return res


def predict_overhead(v, dls, file, n=40):
    "Milliseconds that `predict` takes beyond opening and resizing the file and calling the network."
    import torch
    learn = v.vision_learner(dls, v.squeezenet1_1, pretrained=False)
    model, resize, to_tensor = learn.model.eval(), v.Resize(224), v.ToTensor()

    def direct():
        x = torch.Tensor(to_tensor(resize(v.PILImage.create(file), split_idx=1))[None].float().div_(255)
                         .as_subclass(torch.Tensor))
        with torch.no_grad(): return model(x).softmax(1)

    def seconds(f):
        start = time.perf_counter()
        f()
        return time.perf_counter() - start

    with learn.no_bar():
        for f in (direct, lambda: learn.predict(file)): f()
        return 1000*statistics.median(seconds(lambda: learn.predict(file)) - seconds(direct) for _ in range(n))


def unet_step(lib, bs):
    "Milliseconds of processor time of the fastest of six steps: other programs count less."
    import torch
    import torch.nn.functional as F
    import torchvision
    torch.set_num_threads(int(os.environ['OMP_NUM_THREADS']))
    resnet, size = torchvision.models.resnet34, (128, 128)
    if lib == 'fastai':
        from fastai.vision.all import create_unet_model
        model = create_unet_model(resnet, 2, size, pretrained=False)
    elif lib == 'smp':
        from segmentation_models_pytorch import Unet
        model = Unet('resnet34', encoder_weights=None, classes=2)
    else:
        from minifast.vision.models.create import create_body
        from minifast.vision.models.unet import DynamicUnet, LightUnet
        model = (LightUnet if lib == 'light' else DynamicUnet)(create_body(resnet(weights=None)), 2, size)
    x, y = torch.rand(bs, 3, *size), torch.randint(0, 2, (bs, *size))

    def step():
        start = time.process_time()
        F.cross_entropy(model.train()(x).as_subclass(torch.Tensor), y).backward()
        model.zero_grad()
        return 1000*(time.process_time() - start)
    return min(step() for _ in range(7))


def unets(args):
    "Rounds of all, one after the other."
    libs = ['dynamic', *(['fastai'] if args.peer else []), 'light', *(['smp'] if args.smp else [])]
    found = {lib: [] for lib in libs}
    for _ in range(args.rounds):
        for lib in libs:
            python, path = args.peer if lib == 'fastai' else sys.executable, args.smp if lib == 'smp' else None
            found[lib].append(run(python, lib, '', args.threads, ['--bs', str(args.bs)], path))
    print(f'Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {args.threads} threads, {args.bs} pictures:')
    print('| U-Net, 128 px, resnet34 | ms a step | paired ratio |\n|---|---|---|')
    for lib, other in (('dynamic', 'fastai'), ('fastai', None), ('light', 'smp'), ('smp', None)):
        if lib not in found: continue
        pairs = [a/b for a, b in zip(found[lib], found.get(other, []))]
        print(f'| {lib} | {min(found[lib]):.0f} | {f"{statistics.median(pairs):.2f} of {other}" if pairs else ""} |')


def links(folder, n):
    "A folder of `n` links to the 128 files."
    make_files(folder)
    files, there = sorted(folder.glob('*/*.jpg')), folder/'links'
    there.mkdir()
    for i in range(n): os.link(files[i % len(files)], there/f'{i:06}.jpg')
    return there


def verify_seconds(lib, folder):
    "Seconds that `verify_images` takes for all files of a folder."
    names = {}
    exec(f'from {lib}.vision.all import verify_images', names)
    files = sorted(Path(folder).glob('*.jpg'))
    start = time.perf_counter()
    bad = names['verify_images'](files)
    assert len(bad) == 0
    return time.perf_counter() - start


def verify(args):
    "Rounds of both, one after the other."
    libs = {'minifast': sys.executable} | ({'fastai': args.peer} if args.peer else {})
    found = {lib: [] for lib in libs}
    with tempfile.TemporaryDirectory() as d:
        there = links(Path(d), args.verify)
        for _ in range(args.rounds):
            for lib, python in libs.items(): found[lib].append(run(python, lib, there, 1, ['--verify', '1']))
    print(f'verify_images, {args.verify:,} files on {os.cpu_count()} cores, best of {args.rounds}: ' +
          ', '.join(f'{lib} {min(o):.1f} s' for lib, o in found.items()))
    if args.peer:
        ratio = statistics.median(b/a for a, b in zip(found['minifast'], found['fastai']))
        print(f'median of the paired ratios: {ratio:.1f}x')


def run(python, lib, folder, threads, more=(), path=None):
    env = {**os.environ, 'OMP_NUM_THREADS': str(threads), 'PYTHONWARNINGS': 'ignore', 'MPLBACKEND': 'Agg'}
    if path: env['PYTHONPATH'] = os.pathsep.join(filter(None, [path, env.get('PYTHONPATH')]))
    out = subprocess.run([python, __file__, '--measure', lib, '--folder', str(folder), *more], env=env,
                         capture_output=True, text=True)
    if out.returncode: sys.exit(f'{lib} failed:\n{out.stderr[-3000:]}')
    return json.loads(out.stdout.strip().splitlines()[-1])


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument('--peer', help='a Python with fastai')
    p.add_argument('--threads', type=int, default=1)
    p.add_argument('--rounds', type=int, default=3)
    p.add_argument('--measure'), p.add_argument('--folder')
    p.add_argument('--unet', action='store_true', help='measure U-Nets instead')
    p.add_argument('--smp', help='a folder with segmentation_models_pytorch, installed with pip --target')
    p.add_argument('--bs', type=int, help='pictures in a batch; 64, of a U-Net 4')
    p.add_argument('--verify', type=int, metavar='N', help='measure verify_images on N files instead')
    args = p.parse_args()
    args.bs = args.bs or (4 if args.unet or args.measure and not args.folder else 64)
    if args.verify:
        return print(json.dumps(verify_seconds(args.measure, args.folder))) if args.measure else verify(args)
    if args.measure:
        res = measure(args.measure, Path(args.folder), args.bs) if args.folder else unet_step(args.measure, args.bs)
        return print(json.dumps(res))
    if args.unet: return unets(args)
    libs = {'minifast': sys.executable} | ({'fastai': args.peer} if args.peer else {})
    found = {lib: [] for lib in libs}
    with tempfile.TemporaryDirectory() as d:
        make_files(Path(d))
        for _ in range(args.rounds):
            for lib, python in libs.items():
                found[lib].append(run(python, lib, d, args.threads, ['--bs', str(args.bs)]))
    rows = [('alone', 'decoding and resizing alone, images/s', max, 0),
            ('crop', 'files to crops of 224, images/s', max, 0),
            ('augment', 'files to augmented batches, images/s', max, 0),
            ('predict', 'predict beyond decode and forward, ms', min, 2),
            ('import', 'import vision.all beyond torch and torchvision, s', min, 2)]
    best = {key: [f(r[key] for r in found[lib]) for lib in libs] for key, _, f, _ in rows}
    print(f'| {args.threads} thread{"s" if args.threads > 1 else ""}, batches of {args.bs} | {" | ".join(libs)} '
          '| ratio |\n|---|' + '---|'*(len(libs)+1))
    for key, name, _, digits in rows:
        ratio = f'{max(best[key])/min(best[key]):.1f}x' if len(libs) > 1 and min(best[key]) > 0 else ''
        print(f'| {name} | {" | ".join(f"{o:.{digits}f}" for o in best[key])} | {ratio} |')


if __name__ == '__main__': main()
