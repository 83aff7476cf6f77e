"""Time and size of writing and reading resnet18: `torch.save` of the module (a pickle) and `save_object` (data).

    OMP_NUM_THREADS=1 python benchmarks/export.py
"""
import tempfile
import time
from pathlib import Path

import torch
import torchvision

from minifast.store.export import load_object, save_object


def best(f, n=10):
    times = []
    for _ in range(n):
        start = time.perf_counter()
        f()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main():
    model = torchvision.models.resnet18(weights=None)
    print('|  | write | read | bytes |\n|---|---|---|---|')
    with tempfile.TemporaryDirectory() as tmp:
        a, b = Path(tmp)/'a.pth', Path(tmp)/'b.mf'
        for name, path, write, read in [('`torch.save`', a, lambda: torch.save(model, a),
                                         lambda: torch.load(a, weights_only=False)),
                                        ('`save_object`', b, lambda: save_object(model, b), lambda: load_object(b))]:
            print(f'| {name} | {best(write):.0f} ms | {best(read):.0f} ms | {path.stat().st_size:,} |')


if __name__ == '__main__': main()
