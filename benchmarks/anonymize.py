"""What `anonymize` and dicom-anonymizer do with the same files, element by element.

    python benchmarks/anonymize.py FOLDER ... --peer /path/to/python/with/dicomanonymizer

Each DICOM file is anonymized by both, with their defaults. Two questions are asked of each result: which of the
identifiers of its source (names, numbers, UIDs, dates; at least six characters) are still in its bytes outside of the
pixels, and what became of each element that DICOM PS3.15, Annex E, lists: kept, emptied, replaced or removed. Without
a folder the test files of pydicom are taken.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile
import warnings
from collections import Counter, defaultdict
from pathlib import Path

import pydicom

from minifast.medical.anonymize import Pseudonyms, anonymize_dataset, confidentiality_table, identifiers, survivors
from minifast.medical.dicom import DicomError, dcmread

PEER = '''
import json, sys, warnings
warnings.simplefilter('ignore')
from dicomanonymizer import anonymize_dicom_file
for a, b in json.load(open(sys.argv[1])):
    try: anonymize_dicom_file(a, b)
    except Exception as e: print(json.dumps([a, f'{type(e).__name__}: {e}']), flush=True)
'''


def is_scan(f):
    "A DICOM file that is an instance, no directory."
    try: ds = dcmread(f, pixels=False)
    except (DicomError, OSError): return False
    return 'SOPInstanceUID' in ds


def by_us(pairs, names):
    "Errors of our own."
    errors = {}
    for a, b in pairs:
        try:
            ds = dcmread(a)
            anonymize_dataset(ds, names)
            ds.save_as(b, enforce_file_format='TransferSyntaxUID' in ds.file_meta)
        except Exception as e: errors[str(a)] = f'{type(e).__name__}: {e}'
    return errors


def by_peer(pairs, python):
    "Errors of the peer."
    with tempfile.NamedTemporaryFile('w', suffix='.json') as f:
        json.dump([[str(a), str(b)] for a, b in pairs], f)
        f.flush()
        out = subprocess.run([python, '-c', PEER, f.name], capture_output=True, text=True)
    if out.returncode: sys.exit(out.stderr)
    return dict(json.loads(line) for line in out.stdout.splitlines() if line.startswith('["'))


def became(source, result):
    "For each element of the first level that Annex E lists: (keyword, its action, what became of it)."
    for e in source:
        row = confidentiality_table().get(f'{e.tag:08X}')
        if row is None or e.VR != 'SQ' and e.value in (None, '', b''): continue
        if e.tag not in result: what = 'removed'
        elif result[e.tag].value in (None, '', b'', []): what = 'emptied'
        else: what = 'kept' if result[e.tag].value == e.value else 'replaced'
        yield e.keyword, row[0], what


def kind_of(text):
    "What sort of identifier it is."
    if re.fullmatch(r'[0-9.]+', text): return 'UIDs' if text.count('.') > 3 else 'dates and numbers'
    return 'names and other text'


def said(left): return f" ({', '.join(f'{k} {n}' for k, n in left.most_common())})" if left else ''


def compare(files, python):
    with tempfile.TemporaryDirectory() as d:
        results, rows = {}, defaultdict(lambda: defaultdict(Counter))
        names = Pseudonyms()
        runs = {'minifast': lambda p: by_us(p, names), 'dicom-anonymizer': lambda p: by_peer(p, python)}
        for who, run in runs.items():
            folder = Path(d)/who
            folder.mkdir()
            pairs = [(f, folder/f'{i}.dcm') for i, f in enumerate(files)]
            errors, left, number, private = run(pairs), Counter(), 0, 0
            for a, b in pairs:
                if not b.exists(): continue
                try: source, result = dcmread(a), dcmread(b)
                except DicomError: continue
                known = identifiers(source)
                number, left = number + len(known), left + Counter(map(kind_of, survivors(result, known)))
                private += sum(e.tag.is_private for e in result.iterall())
                for name, action, what in became(source, result): rows[name, action][who][what] += 1
            results[who] = len(files) - len(errors), number, left, private, errors
    print('| | files done | identifiers in the sources | of them left in the bytes | private elements left |')
    print('|---|---|---|---|---|')
    for who, (done, number, left, private, _) in results.items():
        print(f'| {who} | {done} of {len(files)} | {number:,} | {left.total()}{said(left)} | {private} |')
    for who, (*_, errors) in results.items():
        for (kind, n) in Counter(o[:90] for o in errors.values()).most_common(4): print(f'  {who}, {n} files: {kind}')
    print('\n| element | Annex E | minifast | dicom-anonymizer |\n|---|---|---|---|')
    for (name, action), who in sorted(rows.items()):
        a, b = (', '.join(f'{k} {n}' for k, n in who[o].most_common()) for o in results)
        if {*who['minifast']} != {*who['dicom-anonymizer']}: print(f'| {name} | {action} | {a} | {b} |')


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('folders', nargs='*', default=[Path(pydicom.__file__).parent/'data/test_files'])
    p.add_argument('--peer', required=True)
    args = p.parse_args()
    warnings.simplefilter('ignore')
    files = [f for o in args.folders for f in sorted(Path(o).rglob('*')) if f.is_file() and is_scan(f)]
    compare(files, args.peer)


if __name__ == '__main__': main()
