"""Run the notebooks: they are the tests.

    python tools/test.py                          # all of them, two at a time
    python tools/test.py nbs/00_core              # a folder, or single notebooks
    python tools/test.py --flags slow             # the cells marked `#| slow` too (`--flags "slow cuda"`)
    python tools/test.py --workers 4 --slowest 10

Each notebook runs in a process of its own, from top to bottom, and stops at its first failing cell. The last line,
`N passed, M failed`, counts cells: those that ran, and those that failed. Exit status 1 if any failed or none ran.
"""
import argparse
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nbdev.config import get_config
from nbdev.test import nb_test_cells

root = Path(__file__).resolve().parents[1]


def find(paths):
    "The notebooks under `paths`, in the order of their numbers."
    for p in paths:
        if not p.exists(): sys.exit(f'{p} does not exist')
    found = {nb.resolve() for p in paths for nb in ([p] if p.is_file() else p.rglob('*.ipynb'))}
    return sorted(nb for nb in found if not any(part[0] in '._' for part in nb.relative_to(root).parts))


def run(nb, flags):
    """Run one notebook with `nbdev-test`. Returns what to run, what ran as (id, seconds), whether it passed, the
    output, seconds."""
    planned = [c.id for c in nb_test_cells(nb, get_config(root).tst_flags.split(), flags)]
    if not planned: return planned, [], True, '', 0.
    env = {'OMP_NUM_THREADS': '1', **os.environ, 'MPLBACKEND': 'Agg'}
    cmd = [Path(sys.executable).with_name('nbdev-test'), nb, '--n-workers', '0', '--flags', ' '.join(flags), '--pause',
           '0',
           '--cell-timing-min=-1']                                   # with this it names every cell that has run
    start = time.time()
    res = subprocess.run(cmd, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         text=True, encoding='utf-8', errors='replace')
    seconds, lines, ran = time.time() - start, [], []
    for line in res.stdout.splitlines():
        m = re.fullmatch(rf'{re.escape(nb.name)}:(\S+): ([\d.]+)s', line)
        if m: ran.append((m[1], float(m[2])))
        elif line != 'Success.': lines.append(line)
    return planned, ran, res.returncode == 0 and len(ran) == len(planned), '\n'.join(lines), seconds


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('paths', nargs='*', type=Path, default=[root/'nbs'], help='notebooks or folders')
    ap.add_argument('--flags', default='', help='run the cells with these flags too: slow, cuda')
    ap.add_argument('--workers', type=int, default=min(2, os.cpu_count() or 1), help='notebooks at a time')
    ap.add_argument('--slowest', type=int, default=5, help='how many of the slowest cells to list')
    args = ap.parse_args()
    nbs, flags, start = find(args.paths), args.flags.split(), time.time()
    cells_passed = nbs_ran = nbs_failed = cells_failed = skipped = 0
    cells = []
    with ThreadPoolExecutor(args.workers) as pool:
        for nb, (planned, ran, ok, output, secs) in zip(nbs, pool.map(lambda nb: run(nb, flags), nbs)):
            nbs_ran += bool(ran)
            nbs_failed += not ok
            cells_failed += not ok
            done = len(ran) if ok else max(len(ran) - 1, 0)          # the last one that ran is the one that failed
            cells_passed += done
            skipped += len(planned) - done - (not ok)
            cells += [(s, nb, cell) for cell, s in ran]
            print(f'{"ok    " if ok else "FAILED"} {nb.relative_to(root)}  {done} cells, {secs:.1f} s', flush=True)
            if not ok: print(output, flush=True)
    for s, nb, cell in sorted(cells, reverse=True)[:args.slowest]:
        print(f'{s:6.1f} s  {nb.relative_to(root)} cell {cell}')
    print(f'{nbs_ran} notebooks ran, {nbs_failed} failed, in {time.time() - start:.0f} s', end='')
    print(f'; {skipped} cells were not reached' if skipped else '')
    print(f'{cells_passed} passed, {cells_failed} failed')
    sys.exit(bool(cells_failed or not cells_passed))


if __name__ == '__main__': main()
