"""What the Learner costs when the GPU is the one that works: resnet50 in bfloat16, channels-last, compiled, beside a
loop written by hand.

    python benchmarks/precision.py                              # with a GPU: resnet50, batches of 256 at 224 pixels
    python benchmarks/precision.py --model resnet18 --bs 8 --size 64 --steps 4 --no-compile   # a try on a CPU

Both train the same network on the same batches, which lie on the device, with the same fused AdamW, and take turns,
epoch by epoch; the figure is the median of the ratios. Then the profiler counts, for both, the calls by which a step
makes the program wait for the device.
"""
import argparse
import io
import statistics
import time
from contextlib import redirect_stdout

import torch
import torchvision
from torch import nn
from torch.profiler import ProfilerActivity, profile

from minifast.callback import channelslast, fp16, progress  # noqa: F401  the default callbacks, progress bar included
from minifast.learner import DataLoaders, Learner
from minifast.losses import CrossEntropyLossFlat
from minifast.optimizer import Adam

try: from minifast import compile as _  # noqa: F401  learn.compile
except ImportError: pass

WAITS = 'cudaStreamSynchronize', 'cudaDeviceSynchronize', 'cudaEventSynchronize'


class Batches(list):
    "A list of batches that passes for a loader."
    dataset, drop_last, indexed, shuffle = None, False, False, False
    def __init__(self, batches=(), device=None, bs=1): super().__init__(batches); self.device, self.bs = device, bs


def batches(args, device):
    g = torch.Generator().manual_seed(0)
    x = torch.randn(args.bs, 3, args.size, args.size, generator=g).to(device, memory_format=torch.channels_last)
    y = torch.randint(0, 1000, (args.bs,), generator=g).to(device)
    return Batches([(x, y)]*args.steps, device, args.bs)


def net(args, device):
    torch.manual_seed(0)
    return getattr(torchvision.models, args.model)(weights=None).to(device)


def by_hand(args, data, device):
    "A function that trains one epoch, written out."
    model, loss_func = net(args, device).to(memory_format=torch.channels_last), nn.CrossEntropyLoss()
    if args.compile: model.compile()
    opt = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(.9, .99), eps=1e-5, weight_decay=.01, fused=True)

    def epoch():
        model.train()
        for xb, yb in data:
            with torch.autocast(device.type, dtype=torch.bfloat16): loss = loss_func(model(xb).float(), yb)
            loss.backward()
            opt.step()
            opt.zero_grad()
    return epoch


def with_learner(args, data, device):
    "The same with a Learner and its default callbacks."
    learn = Learner(DataLoaders(data, Batches([], device), device=device), net(args, device),
                    loss_func=CrossEntropyLossFlat(), opt_func=Adam)
    learn.to_channelslast(amp_mode='bf16')
    if args.compile: learn.compile()

    def epoch():
        with redirect_stdout(io.StringIO()): learn.fit(1, 1e-3)
    return epoch


def timed(f, wait):
    wait()
    start = time.perf_counter()
    f()
    wait()
    return time.perf_counter() - start


def waits(f, wait):
    "How often an epoch of `f` waits for the device, by the name of the call."
    wait()
    # the waiting of the measurement itself comes after
    with profile(activities=[ProfilerActivity.CPU, ProfilerActivity.CUDA]) as prof: f()
    return {e.key: e.count for e in prof.key_averages() if e.key in WAITS}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--model', default='resnet50')
    p.add_argument('--bs', type=int, default=256)
    p.add_argument('--size', type=int, default=224)
    p.add_argument('--steps', type=int, default=40, help='batches to an epoch')
    p.add_argument('--rounds', type=int, default=7)
    p.add_argument('--device', default='cuda' if torch.cuda.is_available() else 'cpu')
    p.add_argument('--no-compile', dest='compile', action='store_false')
    args = p.parse_args()
    device = torch.device(args.device)
    wait = torch.cuda.synchronize if device.type == 'cuda' else lambda: None
    data = batches(args, device)
    hand, lib = by_hand(args, data, device), with_learner(args, data, device)
    for f in (hand, lib, hand, lib): f()                           # compiles, and finds the fastest convolutions
    times = [(timed(hand, wait), timed(lib, wait)) if i % 2 else (timed(lib, wait), timed(hand, wait))[::-1]
             for i in range(args.rounds)]
    n = args.bs*args.steps
    name = torch.cuda.get_device_name(device) if device.type == 'cuda' else 'CPU'
    print(f'{args.model}, batches of {args.bs} at {args.size} pixels, bfloat16, '
          f'channels-last{", compiled" if args.compile else ""}, on {name}')
    print(f'{"by hand":12}{n/statistics.median(a for a, _ in times):10.1f} images/s')
    print(f'{"Learner":12}{n/statistics.median(b for _, b in times):10.1f} images/s')
    print(f'{"ratio":12}{statistics.median(a/b for a, b in times):10.3f}   (goal: at least 0.97)')
    if device.type != 'cuda': return print('calls that wait for the device: to be counted on a GPU')
    print(f'calls that wait, in an epoch of {args.steps} steps (its end reads the losses once):')
    for name, f in (('by hand', hand), ('Learner', lib)): print(f'{name:12}{waits(f, wait) or "none"}')


if __name__ == '__main__': main()
