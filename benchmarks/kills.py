"""Kill training runs at random moments, start them again, and compare what they leave with a run that nobody killed.

    OMP_NUM_THREADS=1 python benchmarks/kills.py --n 200      # the long form: a table in README.md, about 10 minutes
    OMP_NUM_THREADS=1 python benchmarks/kills.py --signals 40 # other signals, and writers: the other two, 3 minutes
    python benchmarks/kills.py --n 8                          # the short form, under half a minute
    python benchmarks/kills.py --only 'SWA' --n 20 --seed 3   # the runs with this in their names
    python benchmarks/kills.py --only 'SWA' --sweep           # a kill at each event of the run, one after the other
    python benchmarks/kills.py --n 20 --fresh                 # each start a new process of Python, not a fork

The runs are in `kill_runs.py`. Each is done twice without a kill, once without `Resume` and once with it. Then it is
started, gets SIGKILL after a time that is uniform over its life, and is started again, until it ends. Half of the kills
take the whole process group, as when the machine is gone, and half only the main process, whose workers live on for a
moment. A table has a row for each run:

- kills, and in which phase they landed. Writing is a flush or a rename of a file, or a kill that leaves a temporary
  file behind. Disk and batches are slowed down alike (`--slow`), so that kills find both.
- resumed: starts after a kill that found a checkpoint. One that does not go on from it, or repeats more steps than
  `every`, is a fault.
- equal: trials that end bit for bit as the run without `Resume` ended that nobody killed: weights, buffers, optimizer,
  schedule, record, metrics, random numbers, and each file that was written, but for the seconds in it.

`--signals` does the same with SIGTERM, Ctrl-C, and a process that is stopped and goes on, for a few runs. Then it
kills in the middle of `learn.save`, `learn.export` and `SaveModelCallback`: the file is the old or the new one. Exit
status 1 if anything differs.
"""
import argparse
import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent))
from kill_runs import (
    DONE,
    EVENTS,
    FIRST_FIT,
    FIRST_STEP,
    FIT,
    PHASE,
    PHASES,
    RUNS,
    STEP,
    STEPS,
    WRITE,
    accuracy,
    Note,
    train,
    write_forever,
)

from minifast.vision.all import load_learner, load_model

LIMIT = 90                                   # seconds after which a run hangs
KILL = ((signal.SIGKILL, 0),)                # signals, each with the seconds since the one before
SIGNALS = {'SIGTERM': ((signal.SIGTERM, 0),), 'Ctrl-C': ((signal.SIGINT, 0),),
           'Ctrl-C twice': ((signal.SIGINT, 0), (signal.SIGINT, .02)),
           'Ctrl-C, then SIGKILL': ((signal.SIGINT, 0), (signal.SIGKILL, .01)),
           'stopped, then gone on': ((signal.SIGSTOP, 0), (signal.SIGCONT, .2))}


# -- a process that can be killed

class Started:
    "A function of `kill_runs` in a process and a process group of its own: a fork, or a new interpreter."
    def __init__(self,
        job: list,               # name of the function, and its arguments
        log: Path,               # what it prints
        fresh: bool = False,     # a new interpreter
    ):
        self.log, self.begin = log, len(log.read_text(errors='replace')) if log.exists() else 0
        if fresh:
            with open(log, 'ab') as out:
                cmd = [sys.executable, __file__, '--job', repr([str(o) if isinstance(o, Path) else o for o in job])]
                self.pid = subprocess.Popen(cmd, stdout=out, stderr=out, start_new_session=True).pid
        else:
            sys.stdout.flush()
            self.pid = os.fork()
            if not self.pid: self._child(job, log)
        self.status: int | None = None

    @staticmethod
    def _child(job: list, log: Path) -> None:
        code = 1
        try:
            os.setsid()
            fd = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            for to in (1, 2): os.dup2(fd, to)
            do(job)
            code = 0
        except BaseException: traceback.print_exc()      # the end of this process: its status says so
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def wait(self, seconds: float) -> bool:
        "Wait so long; whether it has ended."
        end = time.monotonic() + seconds
        while self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid: self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() >= end: return False
            else: time.sleep(.0005)
        return True

    def send(self, sig: int, group: bool = True) -> None:
        "Send a signal to the process, or with its workers."
        try: (os.killpg if group else os.kill)(self.pid, sig)
        except ProcessLookupError:                       # it has no group yet, or has ended
            if self.status is None: os.kill(self.pid, sig)

    def interrupt(self, how: tuple, group: bool = True) -> None:
        "Send the signals of `how`, each so many seconds after the one before; Ctrl-C goes to the workers too."
        for sig, after in how:
            if self.wait(after): return
            self.send(sig, group or sig == signal.SIGINT)

    def said(self) -> str: "What it printed."; return self.log.read_text(errors='replace')[self.begin:]
    def was_killed(self) -> bool:
        "Whether a signal ended it, or what Python makes of Ctrl-C."
        if self.status in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT): return True
        return 'KeyboardInterrupt' in self.said() or 'Error' not in self.said()    # twice: not even that is said

def do(job: list) -> None:
    "What a started process does."
    what, *args = job
    if what == 'train': train(args[0], args[1], Note(args[2]), *args[3:])
    else: write_forever(args[0], args[1], Note(args[2]))


# -- what is equal

def differences(a, b, at: str = '') -> list[str]:
    "Where two nested containers of tensors and numbers differ, bit for bit."
    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        same = a.dtype == b.dtype and a.shape == b.shape
        same = same and a.detach().numpy(force=True).tobytes() == b.detach().numpy(force=True).tobytes()
        return [] if same else [at]
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys(): return [f'{at} (has {sorted(map(str, a.keys() ^ b.keys()))} on one side only)']
        return [d for k in a for d in differences(a[k], b[k], f'{at}/{k}')]
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        if len(a) != len(b): return [f'{at} (length {len(a)}, {len(b)})']
        return [d for i, (x, y) in enumerate(zip(a, b)) for d in differences(x, y, f'{at}/{i}')]
    if isinstance(a, float) and isinstance(b, float): a, b = a.hex(), b.hex()
    return [] if type(a) is type(b) and a == b else [f'{at} ({a!r}, {b!r})'[:80]]

def found(where: Path, suffix: str) -> set[Path]: return {f for f in where.rglob('*') if f.suffix == suffix}

def contents(folder: Path) -> dict:
    "The files of a run that its user sees, read."
    return {str(f.relative_to(folder)): _read(f) for f in sorted(folder.rglob('*'))
            if f.is_file() and f.suffix not in ('.ckpt', '.lock', '.tmp')}

def _read(f: Path):
    if f.suffix == '.pth': return torch.load(f, weights_only=True)
    if f.suffix == '.pkl':
        learn = load_learner(f, objects=[accuracy])
        return dict(model=dict(learn.model.state_dict()), names=sorted(vars(learn)))
    if f.suffix == '.csv':
        with open(f, newline='') as file: rows = list(csv.reader(file))
        times = [i for i, name in enumerate(rows[0]) if name == 'time']
        return [[v for i, v in enumerate(row) if i not in times] for row in rows]
    return f.read_bytes()


# -- one trial

@dataclass
class Trial:
    "A run that was started, killed, and started again until it ended."
    kills: list = field(default_factory=list)       # phase of each
    resumed: int = 0                                # starts that went on from a checkpoint
    faults: list = field(default_factory=list)      # what differs, or went wrong
    moments: list = field(default_factory=list)     # when it was killed: seconds, phase, fit, step

class Runs:
    "The uninterrupted runs, and trials to compare with them."
    def __init__(self, folder: Path, fresh: bool = False, slow: float = .004):
        self.folder, self.fresh, self.slow, self.known = folder, fresh, slow, {}

    def start(self, name: str, where: Path, resume: bool = True, stop_at: int = 0) -> tuple[Started, Note]:
        "Start run `name` in the folder `where`."
        where.mkdir(parents=True, exist_ok=True)
        note = Note.new(where/'note', stop_at)
        job = ['train', name, where/'run', where/'note', where/'result.pt', resume, self.slow]
        return Started(job, where/'log', self.fresh), note

    def whole(self, name: str) -> tuple[dict, float, int, list]:
        "What an uninterrupted run leaves, its life in seconds, its events, and what `Resume` changed in it."
        if name in self.known: return self.known[name]
        ends = []
        for resume in (False, True):
            where, since = self.folder/f'whole_{len(self.known)}_{resume}', time.monotonic()
            process, note = self.start(name, where, resume)
            process.wait(LIMIT)
            life = time.monotonic() - since
            if process.status: raise RuntimeError(f'{name} fails without a kill:\n{(where/"log").read_text()[-3000:]}')
            ends.append(self.end(where))
            shutil.rmtree(where)
        self.known[name] = ends[0], life, int(note.at[EVENTS]), differences(*ends)
        return self.known[name]

    @staticmethod
    def end(where: Path) -> dict:
        "All that a run left."
        return dict(memory=torch.load(where/'result.pt', weights_only=False), files=contents(where/'run'))

    def trial(self, name: str, kills: list, how: tuple = KILL) -> Trial:
        """Start run `name`, and kill each process of it as `kills` say, but the last: pairs of seconds and whether
        workers die too, or the number of an event."""
        res, where, started, kills = Trial(), Path(tempfile.mkdtemp(dir=self.folder)), [], list(kills)
        stopped = None                                                # fit and step of the process before
        while True:
            at, had, old = kills.pop(0) if kills else None, found(where, '.ckpt'), found(where, '.tmp')
            process, note = self.start(name, where, stop_at=at if isinstance(at, int) else 0)
            started.append(process)
            phase = None
            if isinstance(at, tuple) and not process.wait(at[0]):
                phase = int(note.at[PHASE])
                process.interrupt(how, group=at[1])
            if not process.wait(LIMIT): res.faults.append('hangs')
            if isinstance(at, int) and process.status: phase = int(note.at[PHASE])
            self.progress(name, note, had, stopped, process.status, res)
            if phase is not None and (process.status or signal.SIGCONT in dict(how)):
                stopped = int(note.at[FIT]), int(note.at[STEP])
                if found(where, '.tmp') - old: phase = WRITE
                res.kills.append(phase)
                res.moments.append((at, PHASES[phase], *stopped))
            if res.faults or process.status == 0: break
            if phase is None or not process.was_killed():
                res.faults.append(f'ends with status {process.status}')
                break
        for p in started: p.send(signal.SIGKILL)                      # workers whose main process is gone
        if res.faults: res.faults.append('\n' + process.said()[-1500:])
        elif odd := differences(self.whole(name)[0], self.end(where)):
            res.faults.append(f'{len(odd)} values differ: {", ".join(odd[:8])}')
        elif left := found(where/'run', '.tmp'): res.faults.append(f'left behind: {", ".join(f.name for f in left)}')
        shutil.rmtree(where, ignore_errors=True)
        return res

    def progress(self, name: str, note: Note, had: set, stopped: tuple | None, status: int | None, res: Trial) -> None:
        "Whether a process went on where the one before it was."
        fit, step, steps = (int(note.at[k]) for k in (FIRST_FIT, FIRST_STEP, STEPS))
        if not had or stopped is None or not steps and status != 0: return
        res.resumed += 1
        if not steps: return                                        # all fits were complete
        every = RUNS[name][1] or 10
        if fit < stopped[0] or fit == stopped[0] and stopped[1] - step > every:
            res.faults.append(f'killed in fit {stopped[0]} at step {stopped[1]}, it went on from fit {fit}, step '
                              f'{step}, with every={every}')


# -- tables

def random_kills(rng: random.Random, life: float, most: int) -> list:
    "Moments of one kill, or of two or three in a row."
    n = min(rng.choice([1, 1, 2, 3]), most)
    return [(rng.uniform(0, life), rng.random() < .5) for _ in range(n)]

def kill_runs(runs: Runs, names: list[str], n: int, seed: int, how: tuple = KILL, show=print) -> tuple[list, bool]:
    "Kill the runs in turn until there were `n` kills. Rows of a table, and whether all was equal."
    rng, totals, count = random.Random(seed), {name: [] for name in names}, 0
    for name in names:
        if changed := runs.whole(name)[3]: show(f'{name}: Resume itself changes {changed[:5]}')
    while count < n:
        name = min(names, key=lambda name: sum(len(t.kills) for t in totals[name]))
        trial = runs.trial(name, random_kills(rng, runs.whole(name)[1], n - count), how)
        count += len(trial.kills)
        totals[name].append(trial)
        for fault in trial.faults: show(f'{name}, killed at {trial.moments}: {fault}')
    rows = [row(name, trials, not runs.whole(name)[3]) for name, trials in totals.items() if trials]
    every = [t for trials in totals.values() for t in trials]
    same = all(not runs.whole(name)[3] for name in names)
    return [*rows, row('all', every, same)], same and not any(t.faults for t in every)

def row(name: str, trials: list[Trial], same: bool) -> list:
    "A row of the table."
    trials = [t for t in trials if t.kills or t.faults]
    kills = [k for t in trials for k in t.kills]
    good = sum(not t.faults for t in trials) if same else 0
    return [name, len(kills), *(kills.count(i) for i in range(len(PHASES))), sum(t.resumed for t in trials),
            f'{good} of {len(trials)}']

def table(head: list, rows: list) -> str:
    "A table in Markdown."
    lines = [head, ['---'] * len(head), *rows]
    return '\n'.join(f'| {" | ".join(map(str, line))} |' for line in lines)

HEAD = ['run', 'kills', *PHASES, 'resumed', 'equal']

def sweep(runs: Runs, names: list[str], stride: int, show=print) -> tuple[list, bool]:
    "Kill the runs at every `stride`-th of their events, each in a trial of its own."
    rows = []
    for name in names:
        _, _, events, changed = runs.whole(name)
        if changed: show(f'{name}: Resume itself changes {changed[:5]}')
        trials = [runs.trial(name, [at, 2 + at % 11]) for at in range(1, events + 1, stride)]     # and soon once more
        for t in trials:
            for fault in t.faults: show(f'{name}, killed at {t.moments}: {fault}')
        rows.append((row(name, trials, not changed), not changed and not any(t.faults for t in trials)))
    return [r for r, _ in rows], all(ok for _, ok in rows)

def torn_files(runs: Runs, n: int, seed: int, show=print) -> tuple[list, bool]:
    "Kill what writes one file again and again, and read the file."
    rng, rows = random.Random(seed), []
    for kind in ('learn.save', 'learn.export', 'SaveModelCallback'):
        old = new = 0
        for _ in range(n):
            where = Path(tempfile.mkdtemp(dir=runs.folder))
            note = Note.new(where/'note')
            process = Started(['write', kind, where/'run', where/'note'], where/'log', runs.fresh)
            while note.at[DONE] < 0 and not process.wait(.001): pass
            process.wait(rng.uniform(0, .1))
            process.interrupt(KILL)
            process.wait(LIMIT)
            try: value = written(where/'run', kind)
            except Exception as e: show(f'{kind}: {type(e).__name__}: {e}')
            else:
                old, new = old + (value == note.at[DONE]), new + (value == note.at[DONE] + 1)
            shutil.rmtree(where)
        rows.append([kind, n, old, new, n - old - new])
    return rows, not any(r[-1] for r in rows)

def written(folder: Path, kind: str) -> int:
    "The one number that is in all weights of the file."
    if kind == 'learn.export': state = load_learner(folder/'same.pkl', objects=[accuracy]).model
    else:
        from kill_runs import rows_model
        load_model(folder/'models'/'same.pth', state := rows_model())
    values = {float(v) for p in state.parameters() for v in p.detach().flatten()}
    if len(values) != 1: raise ValueError(f'The file is a mixture of {sorted(values)}: a writer was killed in it.')
    return int(values.pop())

def other_signals(runs: Runs, names: list[str], n: int, seed: int) -> bool:
    "The tables of `n` other signals and of half as many killed writers. Whether all was equal."
    some, rows, every = random.Random(seed).sample(names, min(len(names), max(1, n//8))), [], True
    for what, how in SIGNALS.items():
        totals, good = kill_runs(runs, some, max(1, n//len(SIGNALS)), seed, how)
        rows.append([what, *totals[-1][1:]])
        every = every and good
    print(table(['signal', *HEAD[1:]], rows), '\n\nThe runs:', '; '.join(some), '\n')
    files, good = torn_files(runs, max(1, n//6), seed)
    print(table(['writer', 'kills', 'old file', 'new file', 'torn'], files))
    return every and good

def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--n', type=int, default=200, help='how many kills')
    ap.add_argument('--seed', type=int, default=0, help='of the moments')
    ap.add_argument('--only', default='', help='runs with this in their names; several with |')
    ap.add_argument('--fresh', action='store_true', help='start new interpreters, not forks')
    ap.add_argument('--sweep', type=int, nargs='?', const=1, help='kill at each event, or every so many')
    ap.add_argument('--slow', type=float, default=.004, help='seconds added to each batch and each flush')
    ap.add_argument('--signals', type=int, metavar='N', help='other signals: N in all, and writers that are killed')
    ap.add_argument('--job', help=argparse.SUPPRESS)
    args = ap.parse_args()
    if args.job: return do(__import__('ast').literal_eval(args.job))
    names = [name for name in RUNS if any(part in name for part in args.only.split('|'))]
    if not names: sys.exit(f'No run has {args.only!r} in its name. There are: {", ".join(RUNS)}.')
    with tempfile.TemporaryDirectory() as tmp:
        runs = Runs(Path(tmp), args.fresh, args.slow)
        if args.sweep:
            rows, good = sweep(runs, names, args.sweep)
            print(table(HEAD, rows))
            sys.exit(not good)
        if args.signals:
            sys.exit(not other_signals(runs, names, args.signals, args.seed))
        if args.n < len(names): names = random.Random(args.seed).sample(names, max(1, args.n//2))
        rows, good = kill_runs(runs, names, args.n, args.seed)
        print(table(HEAD, rows))
        print(f'\n{rows[-1][1]} kills: ' + ('each run ended as if nobody had killed it.' if good else 'see above.'))
        sys.exit(not good)


if __name__ == '__main__': main()
