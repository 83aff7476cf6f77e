"""What the training loop costs over the same steps written by hand, for a network so small that the loop is what
counts.

    python benchmarks/loop.py [--peer /path/to/python/with/fastai/and/lightning]
    python benchmarks/loop.py --against /path/to/another/checkout      # is a step dearer here than there?

A multi-layer perceptron with 20 hidden units, batches of 64 from a list in memory. Every library trains on the same
batches with AdamW. Hand-written and library epochs alternate in one process on one thread; the figure is the median of
the differences of their processor time, in microseconds a step, so that what else the machine does counts little.
With `--against` two processes, one for each checkout, run 300 steps in turn; shown is the best of 40 turns.
minifast's Adam is PyTorch's fused kernel, called without what torch.optim has around it: against the hand-written loop
with the fused AdamW stands what the loop costs less what that saves.
"""
import argparse
import io
import json
import logging
import os
import statistics
import subprocess
import sys
import time
import warnings
from contextlib import redirect_stdout

import torch
from torch import nn

STEPS, ROUNDS = 500, 9


class Batches(list):
    "A list of batches that passes for a loader."
    device, dataset, bs, drop_last, indexed, shuffle = torch.device('cpu'), None, 64, False, False, False


def batches():
    g = torch.Generator().manual_seed(0)
    return Batches([(torch.randn(64, 10, generator=g), torch.randn(64, 1, generator=g)) for _ in range(STEPS)])


def net():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, 1))


def by_hand(data, fused):
    "A function that trains one epoch, written out."
    model, loss_func = net(), nn.MSELoss()
    opt = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(.9, .99), eps=1e-5, weight_decay=.01, fused=fused)

    def epoch():
        model.train()
        for xb, yb in data:
            loss = loss_func(model(xb), yb)
            loss.backward()
            opt.step()
            opt.zero_grad()
    return epoch


def learner(data, default_cbs):
    "The same with this interpreter's Learner: minifast's or fastai's."
    try:
        from minifast.learner import DataLoaders, Learner
        from minifast.callback import progress  # noqa: F401  the default callbacks, progress bar included
    except ImportError:
        from fastai.callback import progress  # noqa: F401
        from fastai.data.core import DataLoaders
        from fastai.learner import Learner
        from fastai.data.load import DataLoader
        data = _FastaiLoader(data, DataLoader)
    learn = Learner(DataLoaders(data, Batches()), net(), loss_func=nn.MSELoss(), default_cbs=default_cbs)
    if not default_cbs:
        from importlib import import_module
        learn.add_cb(import_module(type(learn).__module__.split('.')[0] + '.callback.core').TrainEvalCallback())

    def epoch(): learn.fit(1, 1e-3)
    return epoch


def _FastaiLoader(data, DataLoader):
    class Loader(DataLoader):
        def __init__(self): super().__init__(dataset=list(range(len(data))), bs=1); self.device = torch.device('cpu')
        def __iter__(self): return iter(data)
        def __len__(self): return len(data)
    return Loader()


def lightning(data):
    "The same with Lightning's Trainer, logging and checkpoints off."
    import lightning as pl
    logging.getLogger('lightning.pytorch').setLevel(logging.ERROR)

    class Module(pl.LightningModule):
        def __init__(self): super().__init__(); self.model, self.loss_func = net(), nn.MSELoss()
        def training_step(self, b, i): return self.loss_func(self.model(b[0]), b[1])
        def configure_optimizers(self): return torch.optim.AdamW(self.parameters(), lr=1e-3)

    module = Module()

    def epoch():
        trainer = pl.Trainer(max_epochs=1, accelerator='cpu', logger=False, enable_checkpointing=False,
                             enable_progress_bar=False,
                             enable_model_summary=False)
        start = time.perf_counter()
        trainer.fit(module, data)
        return time.perf_counter() - start
    return epoch


def quiet(f):
    "Run `f`; what it prints (a line an epoch) is part of its work, and no part of the table."
    with redirect_stdout(io.StringIO()): f()


def overhead(f, data, fused):
    "Microseconds a step that `f` takes beyond the hand-written epoch, alternating the two."
    hand, diffs = by_hand(data, fused), []
    hand(); quiet(f)
    for _ in range(ROUNDS):
        times = []
        for g in (hand, f):
            start = time.process_time()
            quiet(g)
            times.append(time.process_time() - start)
        diffs.append((times[1] - times[0]) / len(data) * 1e6)
    return statistics.median(diffs)


def serve():
    "For each line that names one of three things, run it and print its processor time, in microseconds a piece."
    out, data = sys.stdout, batches()[:300]
    data = Batches(data)
    with_cbs, without = learner(data, True), learner(data, False)
    learn = without.__closure__[0].cell_contents
    calls = {'step, default callbacks': (with_cbs, 300), 'step, no callbacks': (without, 300),
             'event, nobody listens': (lambda: [learn('after_pred') for _ in range(6000)], 6000)}
    for f, _ in calls.values(): quiet(f)
    print(json.dumps(list(calls)), file=out, flush=True)
    for line in sys.stdin:
        f, n = calls[line.strip()]
        start = time.process_time()
        quiet(f)
        print((time.process_time() - start) / n * 1e6, file=out, flush=True)


def against(checkout, rounds=40):
    "A table of what steps and events cost in another checkout and in this one."
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    both = [subprocess.Popen([sys.executable, os.path.abspath(__file__), '--serve'], text=True, cwd=path,
                             env=os.environ | dict(PYTHONPATH=path), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for path in (os.path.abspath(checkout), here)]
    what, times = [json.loads(p.stdout.readline()) for p in both][0], {}
    for i in range(rounds):
        for name in what:
            for k in (0, 1) if i % 2 else (1, 0):
                print(name, file=both[k].stdin, flush=True)
                times.setdefault((name, k), []).append(float(both[k].stdout.readline()))
    for p in both: p.stdin.close(); p.wait()
    print(f'{"microseconds of processor time":32}{"there":>9}{"here":>9}{"ratio":>9}')
    for name in what:
        there, now = min(times[name, 0]), min(times[name, 1])
        print(f'{name:32}{there:9.2f}{now:9.2f}{now / there:9.3f}')


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--peer', help='a Python that has fastai and lightning')
    p.add_argument('--json', action='store_true', help='print only the figures of this interpreter')
    p.add_argument('--against', help='another checkout of minifast: steps in turn with this one')
    p.add_argument('--serve', action='store_true', help=argparse.SUPPRESS)
    args = p.parse_args()
    warnings.filterwarnings('ignore')
    torch.set_num_threads(1)
    if args.serve: return serve()
    if args.against: return against(args.against)
    data = batches()
    try:
        import minifast  # noqa: F401
        name = 'minifast'
    except ImportError: name = 'fastai'
    res = {f'{name}, default callbacks': overhead(learner(data, True), data, False),
           f'{name}, no callbacks': overhead(learner(data, False), data, False)}
    if name == 'minifast':
        for what, cbs in ('default callbacks', True), ('no callbacks', False):
            res[f'minifast, {what}, hand-written loop with fused AdamW'] = overhead(learner(data, cbs), data, True)
    else: res['lightning'] = overhead(lightning(data), data, False)
    if args.json: return print(json.dumps(res))
    if args.peer:
        out = subprocess.run([args.peer, __file__, '--json'], capture_output=True, text=True, check=True).stdout
        res |= json.loads(out.strip().splitlines()[-1])
    print(f'{"microseconds a step over the loop written by hand":70}')
    for k, v in res.items(): print(f'{k:66}{v:8.1f}')


if __name__ == '__main__': sys.exit(main())
