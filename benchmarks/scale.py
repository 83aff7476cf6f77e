"""What training in several processes costs over PyTorch's own, and what a second process brings.

    python benchmarks/scale.py             # overhead over a bare DDP loop, memory, and two processes against one
    python benchmarks/scale.py --rounds 9

Overhead: a Learner with `to_distributed` and a bare loop around `DistributedDataParallel` train the same model on the
same batches in the same two processes, in turn, for some rounds; the minimum of each counts. Two against one: one
process with one thread, and two with one thread each, do the same number of items in turn. Times on a machine that
does other things are ratios between peers and no more.
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


def model_of(width):
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(64, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 1))


def data_of(n): return torch.randn(n, 64), torch.randn(n, 1)


def bare(x, y, bs, width):
    "A function that trains an epoch in a loop without a library."
    model, loss_func = model_of(width), nn.MSELoss()
    wrapped = DistributedDataParallel(model) if num_distrib() > 1 else model
    opt = torch.optim.SGD(model.parameters(), lr=.01)
    rank, n = rank_distrib(), max(num_distrib(), 1)
    def epoch():
        for i in range(rank*bs, len(x), bs*n):
            loss = loss_func(wrapped(x[i:i + bs]), y[i:i + bs])
            loss.backward()
            opt.step()
            opt.zero_grad()
    return epoch


def learner(x, y, bs, width):
    "A function that trains an epoch with a Learner."
    dls = DataLoaders(TfmdDL((x, y), bs=bs), TfmdDL((x[:bs], y[:bs]), bs=bs))
    learn = Learner(dls, model_of(width), MSELossFlat(), opt_func=SGD, lr=.01)
    learn.logger, learn.create_mbar = (lambda o: None), False
    if num_distrib() > 1: learn.to_distributed()
    return lambda: learn.fit(1)


def timed(f):
    distrib_barrier()
    start = time.perf_counter()
    f()
    distrib_barrier()
    return time.perf_counter() - start


def in_turn(rounds, n, bs, width):
    "The shortest epoch of each, in this group of processes."
    torch.set_num_threads(1)
    x, y = data_of(n)
    fs = dict(bare=bare(x, y, bs, width), learner=learner(x, y, bs, width))
    for f in fs.values(): f()
    times = {k: [] for k in fs}
    for _ in range(rounds):
        for k, f in fs.items(): times[k].append(timed(f))
    return {k: min(v) for k, v in times.items()}


def memory(kind, n, bs, width):
    "The most memory that a process of its own has had, in MB."
    torch.set_num_threads(1)
    x, y = data_of(n)
    f = dict(bare=bare, learner=learner)[kind](x, y, bs, width)
    for _ in range(2): f()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024


def one_epoch(rounds, n, bs, width):
    "The shortest epoch of a Learner."
    torch.set_num_threads(1)
    f = learner(*data_of(n), bs, width)
    f()
    return min(timed(f) for _ in range(rounds))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--rounds', type=int, default=7)
    p.add_argument('--n', type=int, default=8192, help='items')
    p.add_argument('--width', type=int, default=1024, help='of the hidden layers')
    a = p.parse_args()
    torch.set_num_threads(1)
    bs = 128
    t = run_processes(in_turn, a.rounds, a.n, bs, a.width)[0]
    print(f'two processes, an epoch of {a.n//bs//2} steps: bare DDP {t["bare"]:.3f} s, Learner {t["learner"]:.3f} s, '
          f'overhead {t["learner"]/t["bare"] - 1:+.1%} (limit 2 %; the Learner validates one batch as well)')
    mb = {k: run_processes(memory, k, a.n, bs, a.width)[0] for k in ('bare', 'learner')}
    print(f'memory of a process: bare {mb["bare"]:.0f} MB, Learner {mb["learner"]:.0f} MB, '
          f'ratio {mb["learner"]/mb["bare"]:.3f}')
    one, two = [], []
    for _ in range(3):
        one += run_processes(one_epoch, a.rounds//2 + 1, a.n, bs*2, a.width, n_procs=1)
        two.append(run_processes(one_epoch, a.rounds//2 + 1, a.n, bs, a.width)[0])
    print(f'one process {min(one):.3f} s, two {min(two):.3f} s: {min(one)/min(two):.2f} times as fast (aim 1.8; two '
          'free cores)')


if __name__ == '__main__': main()
