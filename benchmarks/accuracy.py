"""Accuracy and time of the default run, `python -m minifast`, for five seeds, each in a fresh process.

    python benchmarks/accuracy.py [first seed] [number of seeds]

Each seed holds out another fifth of the clip art. Prints one line a seed and a last line with the mean.
"""
import re
import subprocess
import sys
import tempfile
import time
from statistics import mean

first, n = (int(o) for o in (sys.argv[1:] + ['0', '5'][len(sys.argv) - 1:])[:2])
accs = []
for seed in range(first, first + n):
    start = time.time()
    with tempfile.TemporaryDirectory() as out:
        res = subprocess.run([sys.executable, '-m', 'minifast', '--seed', str(seed), '--out', out], capture_output=True,
                             text=True)
    if res.returncode: sys.exit(res.stdout + res.stderr)
    accs.append(float(re.search(r'held-out pictures: (\S+)', res.stdout)[1]))
    print(f'seed {seed}: accuracy {accs[-1]:.3f}, {time.time() - start:.0f} s', flush=True)
print(f'mean of {n}: {mean(accs):.3f}')
