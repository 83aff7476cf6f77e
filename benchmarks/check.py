"""What checking data costs: the checks that always run against an epoch, and the whole page.

    python benchmarks/check.py [--pictures 4000] [--files 100000]

- `always`: the checks inside `DataBlock.dataloaders` (`check=False` leaves them out), against one epoch that only
  decodes and resizes the pictures (JPEG, 500 x 375, to 224), with no model. The goal is below 1 %.
- `page`: `dls.check()` over the same pictures, 200 of them opened, all of them hashed where sizes agree.
- `files`: the same over 100,000 files that are too small to be pictures: what looking at sizes and ends costs.

Times are of the processor, so that other programs do not count, and the least of several rounds.
"""
import argparse
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from minifast.data import check  # noqa: F401
from minifast.data.block import CategoryBlock, DataBlock, TransformBlock, gc_frozen
from minifast.data.checks.files import check_files
from minifast.data.findings import empty_splits, odd_targets, shared_items
from minifast.data.transforms import RandomSplitter, get_image_files, parent_label


def seconds(f, rounds=3):
    times = []
    for _ in range(rounds):
        start = time.process_time()
        f()
        times.append(time.process_time() - start)
    return min(times)


class Open:
    deterministic = True
    def __call__(self, file):
        im = Image.open(file)
        im.draft('RGB', (224, 224))
        return torch.from_numpy(np.array(im.convert('RGB').resize((224, 224), Image.BILINEAR))).permute(2, 0, 1)


def make_pictures(folder, n, kinds=40):
    rng = np.random.default_rng(0)
    for i in range(kinds):
        (Image.fromarray(rng.integers(0, 256, (12, 16, 3), dtype=np.uint8)).resize((500, 375), Image.BICUBIC)
         .save(folder/f'{i}.jpg', quality=90))
    for i in range(n):
        (folder/f'class_{i % 10}').mkdir(exist_ok=True)
        data = (folder/f'{i % kinds}.jpg').read_bytes()
        # pictures differ in their last bytes
        (folder/f'class_{i % 10}'/f'{i}.jpg').write_bytes(data[:-2] + str(i).encode() + data[-2:])
    for i in range(kinds): (folder/f'{i}.jpg').unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--pictures', type=int, default=4000)
    parser.add_argument('--files', type=int, default=100_000)
    args = parser.parse_args()
    torch.set_num_threads(1)
    block = DataBlock(blocks=(TransformBlock(type_tfms=Open()), CategoryBlock), get_items=get_image_files,
                      get_y=parent_label, splitter=RandomSplitter(seed=0))
    with tempfile.TemporaryDirectory() as tmp:
        tmp = Path(tmp)
        (tmp/'pictures').mkdir()
        make_pictures(tmp/'pictures', args.pictures)
        dsets = block.datasets(tmp/'pictures', check=False)
        dls = dsets.dataloaders(bs=64, num_workers=0, device='cpu')

        def always():
            with gc_frozen():
                items, splits = dsets.items, dsets.splits
                for check in empty_splits(items, splits), shared_items(items, splits), odd_targets(dsets): list(check)

        def epoch():
            for _ in dls.train: pass
        cheap, one, page = seconds(always, 9), seconds(epoch, 1), seconds(dls.check)
        print(f'{args.pictures:,} pictures')
        print(f'  one epoch of decoding    {one:8.3f} s')
        print(f'  checks that always run   {cheap:8.4f} s  {cheap / one:.3%} of an epoch')
        print(f'  the page                 {page:8.3f} s  {page / one:.1%} of an epoch')
        shutil.rmtree(tmp/'pictures')

        for i in range(args.files):
            (tmp/f'class_{i % 10}').mkdir(exist_ok=True)
            (tmp/f'class_{i % 10}'/f'{i}.jpg').write_bytes(f'{i:07}'.encode() * (1 + i % 997) + b'\xff\xd9')
        block = DataBlock(blocks=(TransformBlock, CategoryBlock), get_items=get_image_files, get_y=parent_label,
                          splitter=RandomSplitter(seed=0))
        dsets = block.samples(*block.split(tmp))
        cheap = seconds(lambda: [list(c) for c in (shared_items(dsets.items, dsets.splits), odd_targets(dsets))])
        files = [[str(f) for f in t.items] for t in (dsets.train, dsets.valid)]
        looks = seconds(lambda: check_files(files, max_files=None), 1)
        print(f'{args.files:,} files\n  checks that always run   {cheap:8.3f} s\n  size, end, content       '
              f'{looks:8.3f} s')


if __name__ == '__main__': main()
