"""What the type of a tensor and of an image file costs, beside fastai where it is installed.

    python benchmarks/typed_data.py [--peer /path/to/python/with/fastai]

Prints microseconds of processor time a call (the best of several rounds): for an image of 3x4x4 as a plain tensor and
as a `TensorImage`, so that only the overhead is seen, and for JPEG files as `PILImage`. The ratio is the peer's time to
ours; for operations on a typed tensor it is the ratio of what the type adds to the plain one.
"""
import argparse
import io
import json
import subprocess
import sys
import time
import timeit

import numpy as np
import torch
from PIL import Image

ROUNDS = 7


def micro(func, calls):
    "Microseconds of processor time a call."
    return min(timeit.repeat(func, timer=time.process_time, number=calls, repeat=ROUNDS)) / calls * 1e6


def jpeg(w, h):
    "A JPEG of soft noise, as bytes."
    noise = np.random.default_rng(0).integers(0, 255, (h//8, w//8, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).resize((w, h), Image.Resampling.BICUBIC).save(out, 'jpeg', quality=90)
    return out.getvalue()


def measure():
    "Microseconds by case of whichever library this interpreter has."
    torch.set_num_threads(1)
    try: from minifast.core.types import PILImage, TensorImage
    except ImportError: from fastai.vision.core import PILImage, TensorImage
    x, res = torch.rand(3, 4, 4), {}
    for name, t in {'plain': x, 'typed': TensorImage(x)}.items():
        for op, func in {'x + 1': lambda t=t: t+1, 'x[0]': lambda t=t: t[0], 'x.clone()': lambda t=t: t.clone(),
                         'x.shape': lambda t=t: t.shape}.items(): res[f'{name} {op}'] = micro(func, 5000)
    small, large = jpeg(500, 375), jpeg(4000, 3000)
    res['open and decode 500x375'] = micro(lambda: PILImage.create(small).load(), 40)

    def thumbnail():
        im = PILImage.create(large)
        im.draft('RGB', (256, 192))
        return im.resize((256, 192))
    res['12 megapixels to 256x192, draft first'] = micro(thumbnail, 2)
    return res


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--peer', help='a Python that has fastai')
    p.add_argument('--json', action='store_true', help='print only the figures of this interpreter')
    args = p.parse_args()
    ours = measure()
    if args.json: return print(json.dumps(ours))
    run = [args.peer, '-W', 'ignore', __file__, '--json']
    peer = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout) if args.peer else {}
    print(f'{"case":40}{"minifast us":>12}{"peer us":>12}{"ratio":>8}')
    for name, us in ours.items():
        line = f'{name:40}{us:12.2f}'
        if peer:
            base = name.replace('typed', 'plain') if name.startswith('typed') else None
            ratio = (peer[name] - peer[base]) / (us - ours[base]) if base else peer[name] / us
            line += f'{peer[name]:12.2f}{ratio:8.1f}'
        print(line)


if __name__ == '__main__': sys.exit(main())
