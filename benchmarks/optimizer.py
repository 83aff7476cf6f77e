"""What a step of an optimizer costs beside PyTorch's, on one thread, and beside fastai where it is installed.

    OMP_NUM_THREADS=1 python benchmarks/optimizer.py [--peer /path/to/python/with/fastai]

Two models: resnet18 (62 tensors, 11.7 million weights), and a small perceptron (4 tensors) where only the overhead
counts. All optimizers of a model take turns in random order, so that whatever else the machine does slows them alike. A
turn is three steps, of which the last is timed: what the optimizer before has left in the caches is no part of the
figure, the median of processor time. fastai runs in its own process and turns with PyTorch's fused AdamW there; its
ratio is to that.
"""
import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from functools import partial

import torch
from torch import nn, optim

TURNS = {'resnet18': 40, 'perceptron': 2000}
BETAS = dict(betas=(.9, .99), eps=1e-5)


def parameters(name):
    "Parameters of the model with gradients, in float32."
    g = torch.Generator().manual_seed(0)
    if name == 'resnet18':
        from torchvision.models import resnet18
        shapes = [p.shape for p in resnet18(weights=None).parameters()]
    else: shapes = [p.shape for p in nn.Sequential(nn.Linear(10, 20), nn.Linear(20, 1)).parameters()]
    params = [nn.Parameter(torch.randn(s, generator=g)) for s in shapes]
    for p in params: p.grad = torch.randn(p.shape, generator=g)*1e-3
    return params


def references():
    return {'AdamW fused': partial(optim.AdamW, lr=1e-3, weight_decay=.01, fused=True, **BETAS),
            'AdamW fused, two groups': two_groups,
            'AdamW foreach': partial(optim.AdamW, lr=1e-3, weight_decay=.01, foreach=True, **BETAS),
            'SGD fused': partial(optim.SGD, lr=1e-3, momentum=.9, fused=True),
            'RMSprop foreach': partial(optim.RMSprop, lr=1e-3, foreach=True),
            'RAdam foreach': partial(optim.RAdam, lr=1e-3, foreach=True, **BETAS),
            'Muon': Muon}


def two_groups(params):
    "PyTorch's way to leave vectors out of weight decay."
    groups = [{'params': [p for p in params if p.ndim > 1]},
              {'params': [p for p in params if p.ndim < 2], 'weight_decay': 0.}]
    return optim.AdamW(groups, lr=1e-3, weight_decay=.01, fused=True, **BETAS)


def Muon(params):
    """PyTorch's Muon for matrices (it takes no kernels: they are seen as matrices here) with its fused AdamW for the
    rest."""
    matrices = [nn.Parameter(p.detach().flatten(1)) for p in params if p.ndim > 1]
    for m, p in zip(matrices, [p for p in params if p.ndim > 1]): m.grad = p.grad.flatten(1)
    muon, adam = optim.Muon(matrices, lr=1e-3, weight_decay=.01), optim.AdamW([p for p in params if p.ndim < 2],
                                                                              lr=1e-3, fused=True, **BETAS)
    class Both:
        def step(self): muon.step(); adam.step()
    return Both()


def candidates():
    "This interpreter's library: optimizers, and the reference that each is compared with."
    try:
        from minifast import optimizer as o
        extra = {'Lion': (partial(o.Lion, lr=1e-3), 'AdamW foreach'),
                 'Adam, stepper by stepper': (by_steppers, 'AdamW foreach'),
                 'schedule-free AdamW': (partial(o.ScheduleFreeAdamW, lr=1e-3), 'AdamW foreach'),
                 'Muon': (partial(o.Muon, lr=1e-3), 'Muon'),
                 'AdamW of PyTorch, wrapped': (partial(o.OptimWrapper, opt=partial(optim.AdamW, fused=True, lr=1e-3,
                                                                                   **BETAS)), 'AdamW fused'),
                 'the same, biases not decayed': (undecayed, 'AdamW fused, two groups')}
    except ImportError:
        from fastai import optimizer as o
        extra = {}
    return {'Adam': (partial(o.Adam, lr=1e-3), 'AdamW fused'),
            'SGD with momentum': (partial(o.SGD, lr=1e-3, mom=.9), 'SGD fused'),
            'RMSProp': (partial(o.RMSProp, lr=1e-3), 'RMSprop foreach'),
            'RAdam': (partial(o.RAdam, lr=1e-3), 'RAdam foreach'),
            'QHAdam': (partial(o.QHAdam, lr=1e-3), 'AdamW foreach'),
            'Larc': (partial(o.Larc, lr=1e-3), 'AdamW foreach'),
            'Lamb': (partial(o.Lamb, lr=1e-3), 'AdamW foreach'),
            'ranger': (partial(o.ranger, lr=1e-3), 'RAdam foreach'), **extra}


def by_steppers(params):
    "Adam with a stepper that does nothing, which keeps the fused kernel away."
    from minifast.optimizer import Adam, stepper
    opt = Adam(params, lr=1e-3)
    opt.cbs.append(stepper()(lambda p: None))
    return opt


def undecayed(params):
    "PyTorch's fused AdamW, wrapped, with vectors marked as a Learner marks them."
    from minifast.optimizer import OptimWrapper
    opt = OptimWrapper(params, opt=partial(optim.AdamW, fused=True, lr=1e-3, **BETAS))
    for p in params:
        if p.ndim < 2: opt.state[p]['do_wd'] = False
    return opt


def measure(model, makers):
    "Median microseconds of a step of each, taking turns."
    opts = {k: f(parameters(model)) for k, f in makers.items()}
    times = {k: [] for k in opts}
    order, rng = list(opts), random.Random(0)
    for _ in range(TURNS[model]):
        rng.shuffle(order)
        for k in order:
            opts[k].step(); opts[k].step()
            start = time.thread_time_ns()
            opts[k].step()
            times[k].append(time.thread_time_ns() - start)
    return {k: statistics.median(v)/1000 for k, v in times.items()}


def ratios():
    "For each model and optimizer: microseconds a step, and the ratio to its reference."
    res = {}
    for model in TURNS:
        cands, refs = candidates(), references()
        if model == 'resnet18': cands.pop('Muon', None); refs.pop('Muon')  # seconds a step, all of it matrix products
        us = measure(model, {**{f'torch {k}': f for k, f in refs.items()}, **{k: f for k, (f, _) in cands.items()}})
        res[model] = {k: (us[k], us[k]/us[f'torch {ref}'], ref) for k, (_, ref) in cands.items()}
    return res


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--peer', help='a Python that has fastai')
    p.add_argument('--json', action='store_true', help='print only the figures of this interpreter')
    p.add_argument('--quick', action='store_true', help='a tenth of the turns, to see that it runs')
    args = p.parse_args()
    if args.quick: TURNS.update({k: v//10 for k, v in TURNS.items()})
    torch.set_num_threads(1)
    ours = ratios()
    if args.json: return print(json.dumps(ours))
    peer = json.loads(subprocess.run([args.peer, __file__, '--json'], check=True, capture_output=True, text=True)
                      .stdout) if args.peer else {}
    print('| model | optimizer | minifast, us | over | ratio | fastai, us | ratio |\n|---|---|---|---|---|---|---|')
    for model, rows in ours.items():
        for name, (us, ratio, ref) in rows.items():
            theirs = peer.get(model, {}).get(name)
            print(f'| {model} | {name} | {us:,.0f} | torch {ref} | {ratio:.2f} '
                  '| ' + (f'{theirs[0]:,.0f} | {theirs[1]:.2f} |' if theirs else '| |'))


if __name__ == '__main__': sys.exit(main())
