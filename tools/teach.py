"""Does each notebook teach? Ten signs that can be counted; a finding is a place to look at, not a verdict.

    python tools/teach.py [NOTEBOOK ...]        counts, of all notebooks or of some
    python tools/teach.py --list [NOTEBOOK ...] the places too
    python tools/teach.py --check               exit with 1 when a count of all notebooks is above its ceiling
    python tools/teach.py --lower               write lower counts into the ceilings, which never rise

The ceilings stand in pyproject.toml, `[tool.teach]`.
"""
import argparse
import json
import re
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

root = Path(__file__).resolve().parents[1]
rules = {'T1': 'more than 15 exported lines before the first visible output',
         'T2': 'an exported cell of more than 60 lines',
         'T3': 'more than 60 exported lines, or more than 3 exported cells, without an example between',
         'T4': 'a line of more than 120 characters in a code cell',
         'T5': 'an example that shows nothing',
         'T6': 'a fenced python block that no cell of the notebook runs',
         'T7': 'a neighbour that is mentioned without a link',
         'T8': 'prose that ends in a colon before a hidden cell',
         'T9': 'no section "What you have seen" or "Try it"',
         'T10': 'a `#| cuda` cell that does not ask whether there is a GPU'}


@dataclass
class Cell:
    "A cell with its lines of code (no directives, no blank lines) and its role."
    source: str
    code: bool
    outputs: list = field(default_factory=list)

    def __post_init__(self):
        self.lines = [o for o in self.source.splitlines() if o.strip() and not o.startswith('#|')]
        self.role = self._role() if self.code else 'prose'

    def has(self, directive): return f'#| {directive}' in self.source

    def starts(self, words): return bool(self.lines) and re.match(rf'({words})\b', self.lines[0]) is not None

    def _role(self):
        if self.has('default_exp') or self.has('export') and self.starts('import|from|_all_'): return 'imports'
        for role in 'export', 'hide':
            if self.has(role): return role
        return 'optional' if self.has('slow') or self.has('cuda') else 'example'


def read(path):
    "The cells of a notebook."
    cells = json.loads(path.read_text(encoding='utf-8'))['cells']
    return [Cell(''.join(c['source']), c['cell_type'] == 'code', c.get('outputs', [])) for c in cells]


def order(cells):
    "T1 to T3: how much is defined before something is seen."
    before, lines, in_a_row, seen = 0, 0, 0, False
    for i, c in enumerate(cells):
        if c.role == 'export':
            before, lines, in_a_row = before + len(c.lines), lines + len(c.lines), in_a_row + 1
            if len(c.lines) > 60: yield 'T2', i, f'{len(c.lines)} lines'
            ends = i + 1 == len(cells) or cells[i + 1].role != 'export'
            if ends and (lines > 60 or in_a_row > 3): yield 'T3', i, f'{lines} lines in {in_a_row} cells'
        elif c.role == 'example':
            lines = in_a_row = 0
            if c.outputs and not seen:
                seen = True
                if before > 15: yield 'T1', i, f'{before} exported lines before'


def code(cells):
    "T4, T5 and T10: what one cell of code lacks."
    for i, c in enumerate(cells):
        if not c.code: continue
        for o in c.lines:
            if len(o) > 120: yield 'T4', i, f'{len(o)} characters: {o.strip()[:60]}'
        if c.role == 'example' and not c.outputs and c.lines and not (c.starts('class|def|import|from|path') or
                                                                      re.match(r'@\b', c.lines[0])):
            yield 'T5', i, c.lines[0][:60]
        if c.role == 'optional' and c.has('cuda') and 'is_available' not in c.source: yield 'T10', i, ''


def bare(line): return re.sub(r'\s+#.*', '', line)                  # without its comment


def prose(cells):
    "T6 to T9: what the text promises."
    run = '\n'.join(bare(c.source) for c in cells if c.code)
    for i, c in enumerate(cells):
        if c.code: continue
        for block in re.findall(r'```python\n(.*?)```', c.source, re.S):
            told = [bare(o).strip() for o in block.splitlines() if o.strip()]
            if 2*sum(o in run for o in told) < len(told): yield 'T6', i, told[0][:60]
        for m in re.finditer(r'next notebook|notebook before|which comes next|is next\b|the next one,', c.source, re.I):
            around = c.source[max(0, m.start() - 120):m.end() + 60]
            if not re.search(r'\]\([^)]*ipynb', around): yield 'T7', i, m[0]
        after = [o.role for o in cells[i + 1:i + 3]]
        if c.source.rstrip().endswith(':') and after[:1] == ['hide'] and after[1:] != ['example']:
            yield 'T8', i, c.source.rstrip()[-60:].replace('\n', ' ')
    if not any(re.search(r'^## (What you have seen|Try it)', c.source, re.M) for c in cells): yield 'T9', 0, ''


def findings(path):
    "Yields (rule, number of the cell, what is there)."
    cells = read(path)
    for part in order, code, prose: yield from part(cells)


def ceilings(): return tomllib.loads((root/'pyproject.toml').read_text(encoding='utf-8'))['tool']['teach']


def lower(counts):
    "Write the counts that are below their ceilings into pyproject.toml."
    path, now = root/'pyproject.toml', ceilings()
    text = path.read_text(encoding='utf-8')
    for rule, n in counts.items():
        if n < now[rule]: text = re.sub(rf'(?m)^({rule} *= *)\d+', rf'\g<1>{n}', text)
    path.write_text(text, encoding='utf-8')


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('notebooks', nargs='*', type=Path)
    for flag in 'list', 'check', 'lower': p.add_argument(f'--{flag}', action='store_true')
    args = p.parse_args()
    if args.notebooks and (args.check or args.lower): p.error('The ceilings are those of all notebooks: name none.')
    counts, where = dict.fromkeys(rules, 0), {r: set() for r in rules}
    for path in args.notebooks or sorted((root/'nbs').rglob('*.ipynb')):
        for rule, i, what in findings(path):
            counts[rule] += 1
            where[rule].add(path)
            if args.list: print(f'{path} [{i}] {rule} {what}')
    if args.lower: lower(counts)
    over = [r for r, n in counts.items() if n > ceilings()[r]] if args.check else []
    for r, n in counts.items():
        print(f'{r:4}{n:6} in {len(where[r]):3} notebooks  {rules[r]}' + ': the ceiling is '
              f'{ceilings()[r]}' * (r in over))
    if over: sys.exit(f'More than before: {", ".join(over)}. `python tools/teach.py --list` shows the places.')


if __name__ == '__main__': main()
