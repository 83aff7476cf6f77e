"""What headers and windows of medical scans cost beside pydicom on its own, and marks of findings beside medspaCy.

    OMP_NUM_THREADS=1 python benchmarks/medical.py [--files 1000] [--workers 2] [--peer PYTHON]

Table of headers: DICOM files of 256 x 256 pixels, written for the run, into a table with a column per value and a
summary of the pixels; pydicom alone in a loop that makes the same columns. With processes it is timed by the clock,
which says something where there is a free core for each of them; all else is processor time of one thread, in turns,
the best of three. Window: a scan of 300 slices of 512 x 512 16-bit numbers to levels from 0 to 1. Notes: marks of
negation and masks of a made-up note. With medspaCy in the environment (`pip install medspacy`; `--only rules` runs this
part alone): agreement with it on sentences made of its own rules, every phrase of each with findings before and behind
and with words that end a reach, and the time of both for the made-up note. A case counts as agreed when all five marks
of the finding are the same.
`--peer` is a Python with fastai and pydicom 2.4, whose `from_dicoms` makes the same table, without processes.
"""
import argparse
import collections
import importlib.util
import itertools
import json
import logging
import os
import random
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')
import numpy as np
import pandas as pd
import pydicom
import torch
from pydicom.multival import MultiValue
from pydicom.pixels import apply_windowing

from minifast.medical.imaging import dcmread, dicom_windows
from minifast.medical.text import assertions, deidentify, marks

NOTE = '''HISTORY: Ms. Doe is a 67 year old woman seen on 3/4/2019 for chest pain. She denies fever, chills or cough.
Father had a stroke. No evidence of pneumonia. Possible reflux. History of diabetes. Call (555) 123-4567.
PLAN: return if dyspnea worsens. Aspirin 81 mg daily. Signed by Robert Miller, MD.'''


def best(*functions, n=3, clock=time.process_time):
    "The shortest of n runs of each, in seconds, in turns."
    times = [[] for _ in functions]
    for _ in range(n):
        for f, res in zip(functions, times):
            start = clock()
            f()
            res.append(clock() - start)
    return [min(o) for o in times]


def write_files(folder, n):
    "DICOM files of 256 x 256 pixels with the header of a CT."
    ds = dcmread(Path(pydicom.__file__).parent/'data/test_files/CT_small.dcm')
    rng = np.random.default_rng(0)
    for i in range(n):
        ds.set_pixels(rng.integers(0, 2500, (256, 256)).astype(np.int16))
        ds.InstanceNumber = i
        ds.save_as(folder/f'{i:04}.dcm')
    return sorted(folder.glob('*.dcm'))


def by_pydicom(files, window=dicom_windows.brain):
    "The same columns, in a loop over pydicom."
    rows = []
    for f in files:
        ds, row = pydicom.dcmread(f), dict(fname=str(f))
        for e in ds:
            if e.tag.is_private or e.VR in ('OB', 'OW', 'UN') or not e.keyword: continue
            if isinstance(e.value, MultiValue):
                row[f'Multi{e.keyword}'] = 1
                row.update({f'{e.keyword}{i or ""}': v for i, v in enumerate(e.value)})
            else: row[e.keyword] = e.value
        x = ds.pixel_array
        row.update(img_min=x.min(), img_max=x.max(), img_mean=x.mean(), img_std=x.std())
        px, (w, level) = x*float(ds.RescaleSlope) + float(ds.RescaleIntercept), window
        row['img_pct_window'] = ((px > level - w//2) & (px < level + w//2)).mean()
        rows.append(row)
    return pd.DataFrame(rows)


FASTAI = '''
import sys, time, warnings
warnings.simplefilter('ignore')
from pathlib import Path
import torch
torch.set_num_threads(1)
from fastai.basics import *
from fastai.medical.imaging import *
files, times = L(sorted(Path(sys.argv[1]).glob('*.dcm'))), []
for _ in range(3):
    start = time.process_time()
    pd.DataFrame.from_dicoms(files, n_workers=0)
    times.append(time.process_time() - start)
print(min(times))
'''


def by_fastai(folder, python):
    "Seconds that fastai takes for the same files, the best of three."
    out = subprocess.run([python, '-c', FASTAI, str(folder)], capture_output=True, text=True)
    if out.returncode: raise SystemExit(out.stderr)
    return float(out.stdout.split()[-1])


def table(n, workers, peer=None):
    with tempfile.TemporaryDirectory() as d:
        files = write_files(Path(d), n)
        def ours(k): return pd.DataFrame.from_dicoms(files, n_workers=k, progress=False)
        a, b = by_pydicom(files), ours(0)
        assert not {*a} ^ {*b}, {*a} ^ {*b}
        for k in 'img_min', 'img_max', 'img_mean', 'img_std', 'img_pct_window': assert np.allclose(a[k], b[k]), k
        def headers(): pd.DataFrame.from_dicoms(files, n_workers=0, px_summ=False, progress=False)
        raw, one, head = best(lambda: by_pydicom(files), lambda: ours(0), headers)
        fastai = by_fastai(d, peer) if peer else None
        raw_wall, many = best(lambda: by_pydicom(files), lambda: ours(workers), n=2, clock=time.perf_counter)
    print(f'| {n} files, {len(b.columns)} columns: pydicom in a loop | {raw:.2f} s | |')
    print(f'| `from_dicoms`, no processes | {one:.2f} s | {raw/one:.1f}x |')
    print(f'| `from_dicoms`, headers only | {head:.2f} s | |')
    if fastai: print(f'| fastai\'s `from_dicoms` on pydicom 2.4 | {fastai:.2f} s | ours is {fastai/one:.1f}x as fast |')
    cores = len(os.sched_getaffinity(0))
    said = f'{workers} processes on {cores} cores, by the clock'
    print(f'| `from_dicoms`, {said} | {many:.2f} s | {raw_wall/many:.1f}x |')


def window():
    scan = torch.randint(-1024, 2000, (300, 512, 512), dtype=torch.int16)
    slices, ds = list(scan.numpy()), pydicom.Dataset()
    ds.WindowWidth, ds.WindowCenter, ds.PhotometricInterpretation = 80, 40, 'MONOCHROME2'
    ds.BitsStored, ds.PixelRepresentation, ds.RescaleSlope, ds.RescaleIntercept = 16, 1, 1, 0
    levels = np.roll(((np.arange(-2**15, 2**15, dtype=np.float32))/80).clip(0, 1), -2**15)
    def float32():
        x = scan.float().clamp(0, 80)
        return (x - 0)/80
    def looked_up(): return torch.from_numpy(levels[scan.numpy().view(np.uint16)])
    def ours(): return scan.windowed(80, 40)
    assert torch.equal(ours(), float32()) and torch.allclose(ours(), looked_up())
    theirs, plain, by_table, us = best(lambda: [apply_windowing(o, ds) for o in slices], float32, looked_up, ours)
    print(f'| window of 512 x 512 x 300: pydicom | {theirs:.2f} s | |')
    print(f'| PyTorch, `float32` | {plain:.2f} s | {theirs/plain:.0f}x |')
    print(f'| NumPy, a table of levels | {by_table:.2f} s | {theirs/by_table:.0f}x |')
    print(f'| `windowed` | {us:.2f} s | {theirs/us:.0f}x |')


CLASSES = dict(NEGATED_EXISTENCE='negated', POSSIBLE_EXISTENCE='uncertain', HISTORICAL='historical',
               HYPOTHETICAL='hypothetical', FAMILY='family')
FINDINGS = ['pneumonia', 'fever', 'cough']


def phrases(rule):
    "All ways to write a rule of medspaCy."
    if not rule['pattern']: return [rule['literal']]
    def words(o): return [o['LOWER']] if isinstance(o['LOWER'], str) else o['LOWER']['IN']
    parts = [[*words(o), *([''] if o.get('OP') == '?' else [])] for o in rule['pattern']]
    return [' '.join(' '.join(o).split()) for o in itertools.product(*parts) if "n't" not in o and "'" not in o]


def cases(rules):
    "Sentences of the rules: class, rule, sentence."
    for r in rules:
        kind, name = CLASSES[r['category']], r['literal']
        for p in phrases(r):
            if r['direction'] == 'FORWARD':
                yield kind, name, f'{p.capitalize()} pneumonia.'
                yield kind, name, f'Seen with cough, {p} pneumonia and fever.'
                yield kind, name, f'Today {p} pneumonia, but cough.'
            elif r['direction'] == 'BACKWARD':
                yield kind, name, f'Pneumonia {p}.'
                yield kind, name, f'Pneumonia {p}, cough.'
                yield kind, name, f'Cough, but pneumonia {p}.'
            else:
                for cue in 'No', 'Possible', 'History of', 'Return if', 'Mother with':
                    yield 'ends', name, f'{cue} pneumonia {p} fever.'
                yield 'ends', name, f'Cough {p} pneumonia is ruled out.'
    rng = random.Random(0)
    for _ in range(1000):
        a, b = (rng.choice(phrases(r)) for r in rng.sample(rules, 2))
        yield 'two rules', 'two rules', rng.choice(['{} pneumonia, {} fever.', 'Cough, {} pneumonia {} with fever.',
                                                    'Pneumonia {}, fever {}.']).format(a, b)


def rules():
    if importlib.util.find_spec('medspacy') is None:
        print('medspaCy is not installed: the agreement with it was left out.')
        return
    import loguru
    import medspacy
    from medspacy.ner import TargetRule
    loguru.logger.disable('PyRuSH')               # its splitter writes a line a word, which would be most of its time
    nlp = medspacy.load()
    folder = Path(medspacy.__file__).parents[1]/'resources/en/context_rules.json'
    words = ['chills', 'stroke', 'reflux', 'diabetes', 'dyspnea', 'chest pain', *FINDINGS]
    nlp.get_pipe('medspacy_target_matcher').add([TargetRule(o, 'FINDING') for o in words])
    def theirs(text): return [(e.text, [o for o in marks if getattr(e._, f'is_{o}')]) for e in nlp(text).ents]
    def ours(text): return [(f.text, f.marked) for f in assertions(text, words)]
    same, of, by_rule = collections.Counter(), collections.Counter(), {}
    for kind, name, text in cases(json.loads(folder.read_text())['context_rules']):
        a, b = theirs(text), ours(text)
        assert [o[0] for o in a] == [o[0] for o in b], (text, a, b)
        for (finding, x), (_, y) in zip(a, b):
            of[kind] += 1
            same[kind] += x == y
            by_rule.setdefault((kind, name), []).append((x == y, text, finding, x, y))
    for kind in of: print(f'| {kind} | {of[kind]} cases | {same[kind]/of[kind]:.1%} |')
    per_rule = np.mean([np.mean([o[0] for o in v]) for v in by_rule.values()])
    print(f'| all | {sum(of.values())} cases | {sum(same.values())/sum(of.values()):.1%} |')
    print(f'| mean of {len(by_rule)} rules, each counted once | | {per_rule:.1%} |')
    for (kind, name), v in by_rule.items():
        bad = [o for o in v if not o[0]]
        for _, text, finding, x, y in bad[:8]:
            print(f'{kind}, {name}, {len(bad)} of {len(v)}: {text!r} {finding} is {x}, here {y}')
    slow, fast = best(lambda: [theirs(NOTE) for _ in range(20)], lambda: [ours(NOTE) for _ in range(20)], n=5)
    print(f'| a note of {len(NOTE)} letters, {len(words)} findings: medspaCy | {slow/20*1e6:.0f} us | |')
    print(f'| `assertions` | {fast/20*1e6:.0f} us | {slow/fast:.0f}x |')


def notes(n=300):
    words = ['fever', 'chills', 'cough', 'stroke', 'pneumonia', 'reflux', 'diabetes', 'dyspnea', 'chest pain']
    assert [f.text for f in assertions(NOTE, words) if f.present] == ['chest pain']
    marks, masks = best(lambda: [assertions(NOTE, words) for _ in range(n)],
                        lambda: [deidentify(NOTE) for _ in range(n)])
    print(f'| a note of {len(NOTE)} letters: `assertions` of {len(words)} findings | {marks/n*1e6:.0f} us | |')
    print(f'| the same note: `deidentify` | {masks/n*1e6:.0f} us | |')


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--files', type=int, default=1000)
    p.add_argument('--workers', type=int, default=2)
    p.add_argument('--only', choices=['rules'])
    p.add_argument('--peer', help='a Python with fastai and pydicom 2.4')
    args = p.parse_args()
    warnings.simplefilter('ignore')
    logging.getLogger('pydicom').setLevel(logging.CRITICAL)
    torch.set_num_threads(1)
    print('| one thread | time | against pydicom |\n|---|---|---|')
    if args.only is None:
        table(args.files, args.workers, args.peer)
        window()
        notes()
    rules()


if __name__ == '__main__': main()
