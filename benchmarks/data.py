"""What the data floor costs: loaders against bare PyTorch, arrays and folders of files against fastai.

    python benchmarks/data.py [--peer /path/to/python/with/fastai] [--files 100000] [--items 10000000]

- `pictures`: batches of 32 from JPEG files (500 x 375, decoded and resized to 224), PyTorch's loader and `TfmdDL` by
  turns; milliseconds a batch and the median of the ratios, for 0 and 2 workers.
- `items`, `arrays`: batches of 64 from 6,400 pairs in a list, and from the same data as two tensors; microseconds a
  batch.
- `rows`: batches of 64, 1,024 and 8,192 of three columns of three types, from a dataset of one's own with `rows`;
  microseconds a batch against slicing the columns in a loop, in order and shuffled, by turns.
- `start`: seconds from nothing to the first shuffled batch of ten million numbers.
- `sharing`: what an array adds to the memory of a process and its 8 workers together (proportional set size, Linux),
  by PyTorch's loader and by ours, with workers that are forked and that are started afresh; one copy is the array that
  the main process holds.
- `block`: seconds for `DataBlock.dataloaders` over 100,000 empty files in ten folders (no picture is opened).

Times are of the processor, so that other programs do not count, except with workers, where they are of the clock.
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

import numpy as np
import torch
from PIL import Image
from torch.utils import data as torch_data

try: from minifast.data import block as blocks, core, transforms
except ImportError: from fastai.data import block as blocks, core, transforms

mine = core.__name__.startswith('minifast')


def seconds(f, clock=time.process_time):
    start = clock()
    f()
    return clock() - start


def per_batch(dl, clock=time.process_time):
    "Seconds a batch of one pass."
    def run():
        for _ in dl: pass
    return seconds(run, clock) / len(dl)


class Pictures(torch_data.Dataset):
    def __init__(self, files): self.files = files
    def __len__(self): return len(self.files)
    def __getitem__(self, i):
        im = Image.open(self.files[i])
        im.draft('RGB', (224, 224))
        return torch.from_numpy(np.array(im.convert('RGB').resize((224, 224), Image.BILINEAR))).permute(2, 0, 1), i % 2


def make_pictures(folder, n=512):
    rng, files = np.random.default_rng(0), [folder/f'{i}.jpg' for i in range(n)]
    for f in files:
        small = rng.integers(0, 256, (12, 16, 3), dtype=np.uint8)
        Image.fromarray(small).resize((500, 375), Image.BICUBIC).save(f, quality=90)
    return files


def pictures(files, workers, rounds):
    ds = Pictures(files)
    torch_dl, dl = torch_data.DataLoader(ds, 32, num_workers=workers), core.TfmdDL(ds, bs=32, num_workers=workers)
    clock = time.perf_counter if workers else time.process_time
    for _ in range(3): per_batch(torch_dl), per_batch(dl)  # the first passes of a process are slower than later ones
    pairs = [(per_batch(torch_dl, clock), per_batch(dl, clock)) if i % 2
             else (per_batch(dl, clock), per_batch(torch_dl, clock))[::-1]
             for i in range(rounds)]
    return dict(torch=statistics.median(a for a, _ in pairs) * 1e3, here=statistics.median(b for _, b in pairs) * 1e3,
                ratio=statistics.median(b / a for a, b in pairs))


def memory(rounds):
    x, y = torch.randn(6400, 10), torch.randint(0, 10, (6400,))
    pairs = list(zip(x, y))
    arrays = (x, y) if mine else torch_data.TensorDataset(x, y)
    bare = torch_data.DataLoader(pairs, 64, shuffle=True)
    dls = dict(bare=bare, items=core.TfmdDL(pairs, bs=64, shuffle=True, num_workers=0),
               arrays=core.TfmdDL(arrays, bs=64, shuffle=True, num_workers=0))
    times = {k: [] for k in dls}
    for _ in range(rounds):
        for k, dl in dls.items(): times[k].append(per_batch(dl) * 1e6)
    return {k: min(v) for k, v in times.items()}


class Columns(torch_data.Dataset):
    "Three columns of three types, which give several rows at once."
    def __init__(self, n):
        self.x, self.y, self.z = (torch.randn(n, 10), torch.randint(0, 9, (n,)),
                                  torch.randint(0, 255, (n, 4), dtype=torch.uint8))
    def __len__(self): return len(self.x)
    def __getitem__(self, i): return self.x[i], self.y[i], self.z[i]
    def rows(self, idxs): return self.x[idxs], self.y[idxs], self.z[idxs]


def slices(ds, bs, shuffle):
    "Batches as copies, without any loader."
    n, perm = len(ds), torch.randperm(len(ds)) if shuffle else None
    for i in range(0, n, bs):
        yield ds.rows(perm[i:i+bs]) if shuffle else tuple(o.clone() for o in ds.rows(slice(i, i + bs)))


def rows(bs, shuffle, rounds, n=200_000):
    "Microseconds a batch by slicing and by the loader, and the median of their ratios."
    ds = Columns(n)
    dl = core.TfmdDL(ds, bs=bs, shuffle=shuffle, num_workers=0)
    def bare():
        for _ in slices(ds, bs, shuffle): pass
    pairs = [(seconds(bare) / len(dl), per_batch(dl)) for _ in range(rounds + 1)][1:]
    return min(a for a, _ in pairs) * 1e6, min(b for _, b in pairs) * 1e6, statistics.median(a / b for a, b in pairs)


def start(n):
    x = torch.arange(n)
    return seconds(lambda: next(iter(core.TfmdDL(x, bs=64, shuffle=True, num_workers=0))))


class Rows(torch_data.Dataset):
    "An array with a row a megabyte."
    def __init__(self, mb): self.rows = np.ones((mb, 125_000))
    def __len__(self): return len(self.rows)
    def __getitem__(self, i): return float(self.rows[i].sum()), os.getpid()


def pss(pid):
    "Memory of a process in MB; what several share counts in parts."
    with open(f'/proc/{pid}/smaps_rollup') as f:
        return sum(int(line.split()[1]) for line in f if line.startswith(('Pss:', 'SwapPss:'))) / 1000


def sharing(mb, method, loader, workers=8):
    "Memory of this process and of its workers after two passes over `mb` megabytes, in MB."
    kw, ds, pids = dict(num_workers=workers, persistent_workers=True,
                        multiprocessing_context=method), Rows(mb), {os.getpid()}
    dl = torch_data.DataLoader(ds, 4, **kw) if loader == 'torch' else core.TfmdDL(ds, bs=4, **kw)
    for _ in range(2):
        for _, pid in dl: pids.update(pid.tolist())
    return sum(map(pss, pids))


def number(file): return int(file.stem)


def block(folder):
    def make():
        blocks.DataBlock(blocks=(blocks.TransformBlock, blocks.CategoryBlock), get_items=transforms.get_image_files,
                         splitter=transforms.RandomSplitter(seed=0), get_x=number, get_y=transforms.parent_label
                         ).dataloaders(folder, num_workers=0)
    return min(seconds(make) for _ in range(3))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--peer', help='a Python with fastai')
    parser.add_argument('--files', type=int, default=100_000)
    parser.add_argument('--items', type=int, default=10_000_000)
    parser.add_argument('--rounds', type=int, default=7)
    parser.add_argument('--array', type=int, default=1000,
                        help='megabytes of the array that workers share; 0 leaves this out')
    parser.add_argument('--part', help=argparse.SUPPRESS)
    parser.add_argument('--folder', help=argparse.SUPPRESS)
    args = parser.parse_args()
    torch.set_num_threads(1)
    parts = dict(memory=lambda: memory(args.rounds), start=lambda: start(args.items),
                 block=lambda: block(Path(args.folder)))
    if args.part and args.part.startswith('sharing'): return print(sharing(args.array, *args.part.split(':')[1:]))
    if args.part: return print(json.dumps(parts[args.part]()))

    with tempfile.TemporaryDirectory() as tmp:
        tmp = Path(tmp)
        for i in range(10): (tmp/'files'/f'class_{i}').mkdir(parents=True)
        for i in range(args.files): (tmp/'files'/f'class_{i % 10}'/f'{i}.jpg').touch()
        (tmp/'pictures').mkdir()
        files, table = make_pictures(tmp/'pictures'), []
        for w in (0, 2):
            res = pictures(files, w, args.rounds)
            table.append((f'JPEG batch of 32, {w} workers', 'ms', res['torch'], res['here'],
                          f'{res["ratio"]:.3f} x PyTorch'))

        for bs in (64, 1024, 8192):
            for shuffle in (False, True):
                bare, here, ratio = rows(bs, shuffle, args.rounds)
                table.append((f'rows, batch of {bs:,}{", shuffled" * shuffle}', 'us', bare, here,
                              f'{ratio:.0%} of bare slicing'))

        def both(part):
            "This environment's figure and the peer's, by turns."
            cmd = [__file__, '--part', part, '--folder', str(tmp/'files'), '--items', str(args.items), '--rounds',
                   str(args.rounds)]
            return [json.loads(subprocess.run([py, *cmd], capture_output=True, text=True, check=True)
                               .stdout.splitlines()[-1]) if py else None
                    for py in (sys.executable, args.peer)]
        here, peer = both('memory')
        table.append(('pairs in a list, batch of 64', 'us', here['bare'], here['items'],
                      f'{here["items"] / here["bare"]:.2f} x PyTorch'))
        table.append(('two tensors, batch of 64', 'us', here['bare'], here['arrays'],
                      f'{here["arrays"] / here["bare"]:.2f} x PyTorch'))
        if peer:
            table.append(('two tensors, against fastai', 'us', peer['arrays'], here['arrays'],
                          f'{peer["arrays"] / here["arrays"]:.1f} times as fast'))
        for part, what in (('start', f'first batch of {args.items:,} numbers'),
                           ('block', f'DataBlock over {args.files:,} files')):
            here, peer = both(part)
            table.append((what, 's', peer or float('nan'), here, f'{peer / here:.1f} times as fast' if peer else ''))
        def added(method, loader):
            "Megabytes that the array adds, over those of a run with a small one."
            full, small = (float(subprocess.run([sys.executable, __file__, '--part', f'sharing:{method}:{loader}',
                                                 '--array', str(mb)], capture_output=True,
                                                text=True,
                                                check=True).stdout.split()[-1]) for mb in (args.array + 32, 32))
            return full - small
        for method in ('fork', 'spawn') if args.array and os.path.exists('/proc/self/smaps_rollup') else ():
            theirs, ours = added(method, 'torch'), added(method, 'minifast')
            copies = f'{ours / args.array:.1f} copies, PyTorch {theirs / args.array:.1f}'
            table.append((f'{args.array} MB array, 8 workers, {method}', 'MB', theirs, ours, copies))
    print(f'{"":38} {"":3} {"peer":>9} {"minifast":>9}')
    for what, unit, a, b, note in table: print(f'{what:38} {unit:3} {a:9.2f} {b:9.2f}   {note}')


if __name__ == '__main__': main()
