"""What the procs cost on a large table, and on one that is streamed from Parquet files.

    python benchmarks/tabular_large.py [--peer /path/to/python/with/fastai] [--rows 5000000]

30 columns: 20 of numbers, four of these with gaps, nine of categories and a target. Each library prepares the same
frame in a process of its own, on one thread: processor time, and the most memory that the process held beyond the
frame, as a multiple of it. The stream writes Parquet files first (not counted), then fits and encodes them in pieces;
its memory is all that the process held, beside that of the whole frame.
"""
import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

os.environ.setdefault('OMP_NUM_THREADS', '1')
import numpy as np
import pandas as pd

CONTS, CATS = [f'x{i}' for i in range(20)], [f'c{i}' for i in range(9)]


def frame(rows, seed=0):
    "The table."
    rng = np.random.default_rng(seed)
    cols = {n: rng.normal(i, 1 + i, rows) for i, n in enumerate(CONTS)}
    for n in CONTS[:4]: cols[n][rng.random(rows) < .01] = np.nan
    for i, n in enumerate(CATS):
        k = 5*(i + 1)
        levels = [f'{n}_{j:02}' for j in range(k)]
        cols[n] = pd.Categorical.from_codes(rng.integers(0, k, rows).astype(np.int16), levels)
    return pd.DataFrame(cols | dict(y=rng.integers(0, 2, rows)))


def peak():
    "The most memory that this process has held, in bytes."
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss*1024


def procs(rows):
    "Seconds and memory of the procs of the library that this interpreter has."
    try: import minifast.tabular.all as m
    except ImportError: import fastai.tabular.all as m
    df = frame(rows)
    size, before = df.memory_usage(deep=True).sum(), peak()
    splits, start = (list(range(rows//10, rows)), list(range(rows//10))), time.process_time()
    to = m.TabularPandas(df, [m.Categorify, m.FillMissing, m.Normalize], CATS, CONTS, y_names='y', splits=splits,
                         y_block=m.CategoryBlock())
    res = dict(seconds=time.process_time() - start, memory=(peak() - before)/size, frame=float(size))
    if m.__name__.startswith('minifast'):                 # what fastai does later, batch by batch
        start = time.process_time()
        assert len(to.tensors) == 3
        res |= dict(tensors=time.process_time() - start, all=(peak() - before)/size)
    return res


def stream(folder):
    "Seconds and memory of the same from Parquet files."
    import minifast.tabular.all as m
    start, before = time.process_time(), peak()
    procs = [m.Categorify, m.FillMissing, m.Normalize]
    to = m.encode_stream(folder, f'{folder}/encoded', procs, CATS, CONTS, 'y', valid=.1)
    return dict(seconds=time.process_time() - start, memory=float(peak() - before), rows=len(to))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--peer', help='a Python that has fastai')
    p.add_argument('--rows', type=int, default=5_000_000)
    p.add_argument('--task', help=argparse.SUPPRESS)
    args = p.parse_args()
    if args.task:
        name, _, arg = args.task.partition(':')
        return print('RESULT' + json.dumps(procs(int(arg)) if name == 'procs' else stream(arg)))

    def run(python, task):
        env = {k: v for k, v in os.environ.items() if python == sys.executable or k != 'PYTHONPATH'}
        out = subprocess.run([python, __file__, '--task', task], env=env, capture_output=True, text=True)
        if out.returncode: sys.exit(out.stderr)
        return json.loads(out.stdout.partition('RESULT')[2])
    pythons = dict(minifast=sys.executable) | (dict(fastai=args.peer) if args.peer else {})
    res = {k: run(v, f'procs:{args.rows}') for k, v in pythons.items()}
    for k, o in res.items():
        more = f'; tensors {o["tensors"]:.1f} s more, {o["all"]:.2f} times' if 'tensors' in o else ''
        print(f'{k:10} {args.rows:,} rows x 30: {o["seconds"]:7.1f} s, memory beyond the frame {o["memory"]:.2f} times '
              f'its {o["frame"]/1e6:,.0f} MB{more}', flush=True)
    if args.peer: print(f'{res["fastai"]["seconds"]/res["minifast"]["seconds"]:.1f} times as fast')
    with tempfile.TemporaryDirectory() as d:
        for i in range(0, args.rows, 500_000): frame(min(500_000, args.rows - i), i).to_parquet(f'{d}/{i:09}.parquet')
        o = run(sys.executable, f'stream:{d}')
    print(f'streamed   {o["rows"]:,} rows: {o["seconds"]:.1f} s, {o["memory"]/1e6:,.0f} MB in all')


if __name__ == '__main__': main()
