"""All of Fashion-MNIST: accuracy after 5 epochs over 5 seeds, with the same network and budget in fastai.

    python benchmarks/fashion.py FOLDER [--peer /path/to/python/with/fastai] [--seeds 5] [--first 0] [--epochs 5]

FOLDER holds the four files of the data set, such as `train-images-idx3-ubyte.gz`: 60,000 photographs to train on and
10,000 to test with. Both libraries get the same tensors, network, weights at the start (the seed's), batch size, loss,
optimizer and schedule (`fit_one_cycle`), all defaults of the library but the rate. Each fit runs in a process of its
own, one after the other; without `--peer` only ours does. The figure is accuracy on the test pictures after the last
epoch, which no choice depended on: the rate was chosen on 6,000 of the training pictures (`--choose RATE ...`).
"""
import argparse
import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import mean, stdev

BS, LR = 128, .01


def read(folder, part, kind):
    "Pictures or labels of one of the files, as an array."
    import numpy as np
    dims = 3 if kind == 'images' else 1
    with gzip.open(Path(folder)/f'{part}-{kind}-idx{dims}-ubyte.gz') as f: data = f.read()
    shape = [int.from_bytes(data[4*i:4*i + 4], 'big') for i in range(1, dims + 1)]
    return np.frombuffer(data, np.uint8, offset=4*(dims + 1)).reshape(shape)


def network():
    "Three convolutions with batch norm, 34,000 parameters."
    import torch
    from torch import nn
    def conv(a, b, k): return nn.Conv2d(a, b, k, 2, k//2, bias=False), nn.BatchNorm2d(b), nn.ReLU()
    layers = *conv(1, 16, 5), *conv(16, 32, 3), *conv(32, 64, 3)
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64*16, 10)).to(memory_format=torch.channels_last)


def fit(lib, folder, seed, epochs, lr, held_out):
    "Accuracy and seconds of one fit, in this process."
    import importlib
    import torch
    torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', 1)))
    v = importlib.import_module(f'{lib}.vision.all')
    x, y, tx, ty = (torch.tensor(read(folder, part, kind)) for part in ('train', 't10k')
                    for kind in ('images', 'labels'))
    if held_out: x, y, tx, ty = x[:-held_out], y[:-held_out], x[-held_out:], y[-held_out:]
    m, s = 255*.286, 255*.353
    x, tx = ((o[:, None].float() - m)/s for o in (x, tx))
    v.set_seed(seed)
    torch.manual_seed(seed)
    model = network()
    sets = [torch.utils.data.TensorDataset(a, b.long()) for a, b in ((x, y), (tx, ty))]
    dls = v.DataLoaders.from_dsets(*sets, bs=BS, num_workers=0, device='cpu')
    learn = v.Learner(dls, model, loss_func=v.CrossEntropyLossFlat(), metrics=v.accuracy)
    start = time.time()
    with learn.no_bar(), learn.no_logging(): learn.fit_one_cycle(epochs, lr)
    secs = time.time() - start
    return dict(accuracy=float(learn.validate()[1]), seconds=secs)


def apart(python, args, lib, seed, lr=LR, held_out=0):
    "One fit in a process of its own."
    code = [__file__, args.folder, '--one', lib, '--first', seed, '--epochs', args.epochs, '--lr', lr, '--held-out',
            held_out]
    res = subprocess.run([python, *map(str, code)], capture_output=True, text=True)
    if res.returncode: sys.exit(res.stdout + res.stderr)
    return json.loads(res.stdout.splitlines()[-1])


def told(name, accs):
    spread = f', standard deviation {stdev(accs):.4f}' if len(accs) > 1 else ''
    print(f'{name}: mean {mean(accs):.4f} of {len(accs)}{spread}')


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('folder')
    p.add_argument('--peer')
    p.add_argument('--seeds', type=int, default=5)
    p.add_argument('--first', type=int, default=0)
    p.add_argument('--epochs', type=int, default=5)
    p.add_argument('--choose', type=float, nargs='+', help='rates to try on pictures kept from training')
    p.add_argument('--one', help=argparse.SUPPRESS)
    p.add_argument('--lr', type=float, default=LR, help=argparse.SUPPRESS)
    p.add_argument('--held-out', type=int, default=0, help=argparse.SUPPRESS)
    args = p.parse_args()
    if args.one:
        return print(json.dumps(fit(args.one, args.folder, args.first, args.epochs, args.lr, args.held_out)))
    if args.choose:
        for lr in args.choose: print(lr, apart(sys.executable, args, 'minifast', 100, lr, 6000), flush=True)
        return
    libs = {'minifast': sys.executable} | ({'fastai': args.peer} if args.peer else {})
    accs = {lib: [] for lib in libs}
    for seed in range(args.first, args.first + args.seeds):
        for lib, python in libs.items():
            res = apart(python, args, lib, seed)
            accs[lib].append(res['accuracy'])
            print(f'seed {seed}, {lib}: accuracy {res["accuracy"]:.4f}, {res["seconds"]:.0f} s', flush=True)
    for lib, a in accs.items(): told(lib, a)


if __name__ == '__main__': main()
