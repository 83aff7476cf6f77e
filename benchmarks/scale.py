"""What training in several processes costs over PyTorch's own, and what a second process brings.

    OMP_NUM_THREADS=1 python benchmarks/scale.py [--rounds 7] [--width 32] [--only two]

Overhead: a Learner with `to_distributed` and a bare loop around `DistributedDataParallel` train the same small
convolutional net on the same batches in the same two processes, in turn, an epoch of 16 steps and one of 64; the
shortest of each counts. The difference of the two, divided by 48, is what a step costs; what a fit costs once
(callbacks, a batch of validation, the watch) is left over and printed beside it. Two against one: one process with one
thread, and two with one thread each, do the same number of items in turn, bare and with a Learner. Two independent
processes, which exchange nothing, each do half of the items as well: what they reach is the limit of the machine, since
caches, memory and clock are shared. `--width` makes the convolutions wider, so that a step computes longer.
"""
import argparse
import resource
import time

import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel

import minifast.distributed.trainer  # noqa: F401
from minifast.core.dist import distrib_barrier, num_distrib, rank_distrib
from minifast.data.core import DataLoaders, TfmdDL
from minifast.distributed.launch import run_processes
from minifast.losses.core import MSELossFlat
from minifast.optim.optimizer import SGD
from minifast.train.learner import Learner


width = 32


def model_of():
    torch.manual_seed(0)
    n = width
    return nn.Sequential(nn.Conv2d(3, n, 3, padding=1), nn.ReLU(), nn.Conv2d(n, 2*n, 3, 2, 1), nn.ReLU(),
                         nn.Conv2d(2*n, 2*n, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                         nn.Linear(2*n, 1))


def data_of(n): return torch.randn(n, 3, 32, 32), torch.randn(n, 1)


def bare(x, y, bs, exchange=True):
    "A function that trains an epoch in a loop without a library."
    model, loss_func = model_of(), nn.MSELoss()
    wrapped = DistributedDataParallel(model) if num_distrib() > 1 and exchange else model
    opt = torch.optim.SGD(model.parameters(), lr=.01)
    rank, n = rank_distrib(), max(num_distrib(), 1)
    def epoch():
        for i in range(rank*bs, len(x), bs*n):
            loss = loss_func(wrapped(x[i:i + bs]), y[i:i + bs])
            loss.backward()
            opt.step()
            opt.zero_grad()
    return epoch


def independent(x, y, bs):
    "The same for processes that know nothing of each other."
    return bare(x, y, bs, exchange=False)


def learner(x, y, bs):
    "A function that trains an epoch with a Learner."
    dls = DataLoaders(TfmdDL((x, y), bs=bs), TfmdDL((x[:bs], y[:bs]), bs=bs))
    learn = Learner(dls, model_of(), MSELossFlat(), opt_func=SGD, lr=.01)
    learn.logger, learn.create_mbar = (lambda o: None), False
    if num_distrib() > 1: learn.to_distributed()
    return lambda: learn.fit(1)


def timed(f):
    distrib_barrier()
    start = time.perf_counter()
    f()
    distrib_barrier()
    return time.perf_counter() - start


def shortest(rounds, fs):
    "The shortest time of each of some functions, called in turn."
    for f in fs.values(): f()
    times = {k: [] for k in fs}
    for _ in range(rounds):
        for k, f in fs.items(): times[k].append(timed(f))
    return {k: min(v) for k, v in times.items()}


makers = dict(bare=bare, learner=learner)


def overhead(rounds, bs):
    "Seconds of a step, and of what comes once, for a loop by hand and a Learner."
    torch.set_num_threads(1)
    x, y = data_of(64*bs*2)
    t = shortest(rounds, {(k, n): make(x[:n*bs*2], y[:n*bs*2], bs) for k, make in makers.items() for n in (16, 64)})
    steps = {k: (t[k, 64] - t[k, 16])/48 for k in makers}
    return steps, {k: t[k, 16] - 16*steps[k] for k in makers}


def memory(kind, bs):
    "The most memory that a process of its own has had, in MB."
    torch.set_num_threads(1)
    f = makers[kind](*data_of(64*bs), bs)
    for _ in range(2): f()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024


def an_epoch(rounds, bs):
    "The shortest epoch of each, over all processes."
    torch.set_num_threads(1)
    x, y = data_of(max(2048*32**2//width**2, 4*bs))
    return shortest(rounds, {k: make(x, y, bs) for k, make in (makers | dict(independent=independent)).items()})


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--rounds', type=int, default=7)
    p.add_argument('--width', type=int, default=32, help='channels of the first convolution')
    p.add_argument('--only', choices=['overhead', 'two'], help='one of the two parts')
    a = p.parse_args()
    torch.set_num_threads(1)
    global width
    width, bs = a.width, 32
    if a.only != 'two': compare_overhead(a, bs)
    if a.only != 'overhead': compare_two(a, bs)


def compare_overhead(a, bs):
    step, once = run_processes(overhead, a.rounds, bs)[0]
    print(f'a step in two processes: bare DDP {step["bare"]*1000:.2f} ms, Learner {step["learner"]*1000:.2f} ms, '
          f'{step["learner"]/step["bare"] - 1:+.1%} (limit 2 %); once for a fit: {once["bare"]*1000:.0f} and '
          f'{once["learner"]*1000:.0f} ms')
    mb = {k: run_processes(memory, k, bs)[0] for k in makers}
    print(f'memory of a process: bare {mb["bare"]:.0f} MB, Learner {mb["learner"]:.0f} MB, '
          f'ratio {mb["learner"]/mb["bare"]:.3f}')


def compare_two(a, bs):
    one, two = [], []
    for _ in range(3):
        one += run_processes(an_epoch, a.rounds//2 + 1, bs*2, n_procs=1)
        two.append(run_processes(an_epoch, a.rounds//2 + 1, bs)[0])
    for k in 'independent', *makers:
        best = [min(o[k] for o in found) for found in (one, two)]
        print(f'{k}: one process {best[0]:.3f} s, two {best[1]:.3f} s: {best[0]/best[1]:.2f} times as fast (aim 1.8; '
              'two free cores)')


if __name__ == '__main__': main()
