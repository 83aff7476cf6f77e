"""Write README.md from nbs/index.ipynb.

    python tools/readme.py             # README.md, and its pictures in docs/readme/
    python tools/readme.py --check     # change nothing; exit with 1 when they are out of step
    python tools/readme.py --run       # run what README.md shows as Python, as copied, in an empty folder

Hidden cells are left out, tables become GitHub tables, saved pictures become files with a width (`#| fig-alt: ...` in a
cell gives the text for those who cannot see them), and links to notebooks work from the repository's front page, or
lead to the documentation site where `docs_url` is set in settings.ini.
"""
import base64
import json
import os
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

from docs import split_directives, unnumbered
from export import nbs, root, settings

pictures = Path('docs/readme')


class Table(HTMLParser):
    "The rows of the first table in some HTML, as GitHub writes them."
    def __init__(self, html):
        super().__init__()
        self.rows, self.cell, self.done = [], None, False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if self.done: return
        if tag == 'tr': self.rows.append([])
        elif tag in ('td', 'th'): self.cell = ''

    def handle_data(self, data):
        if self.cell is not None: self.cell += data

    def handle_endtag(self, tag):
        if tag in ('td', 'th') and self.cell is not None and not self.done:
            self.rows[-1].append(' '.join(self.cell.split()).replace('|', '\\|'))
            self.cell = None
        elif tag == 'table': self.done = True

    def __str__(self):
        rows = [r for r in self.rows if r]
        if not rows: return ''
        width = max(map(len, rows))
        rows = [r + ['']*(width - len(r)) for r in rows]
        return '\n'.join('| ' + ' | '.join(r) + ' |' for r in (rows[0], ['---']*width, *rows[1:]))


def link(m):
    "A link of the notebook, as it works from README.md."
    target, _, anchor = m[1].partition('#')
    path, anchor = (nbs/target).resolve().relative_to(root), f'#{anchor}' if anchor else ''
    if target.endswith('.ipynb') and (url := settings().get('docs_url')):
        return f']({url.rstrip("/")}/{unnumbered(path.relative_to("nbs")).with_suffix(".html").as_posix()}{anchor})'
    if not (root/path).exists(): sys.exit(f'nbs/index.ipynb links to {m[1]}, which does not exist')
    return f']({path.as_posix()}{anchor})'


def output(out, name, alt, files):
    "One output of a cell as markdown; a picture goes to `files`."
    data = out.get('data', {})
    if 'image/png' in data:
        png = base64.b64decode(''.join(data['image/png']))
        files[pictures/f'{name}.png'] = png
        shown = out.get('metadata', {}).get('image/png', {}).get('width') or int.from_bytes(png[16:20], 'big')
        return f'<img src="{(pictures/name).as_posix()}.png" width="{min(shown, 800)}" alt="{alt}">'
    if 'text/html' in data: return str(Table(''.join(data['text/html'])))
    if 'text/markdown' in data: return ''.join(data['text/markdown'])
    if out.get('name') == 'stderr': return ''
    text = ''.join(out.get('text', data.get('text/plain', ''))).strip('\n')
    return f'```text\n{text}\n```' if text.strip() else ''


def render():
    "README.md and its pictures: a dict of path -> bytes."
    parts, files = [], {}
    for cell in json.loads((nbs/'index.ipynb').read_text(encoding='utf-8'))['cells']:
        d, source = split_directives(''.join(cell['source']))
        if 'hide' in d or not source: continue
        if cell['cell_type'] == 'markdown': parts.append(re.sub(r'\]\(((?!\w+:|#)[^)\s]+)\)', link, source))
        elif cell['cell_type'] == 'code':
            if d.get('echo') != 'false': parts.append(f'```python\n{source}\n```')
            label, alt = d.get('label', cell['id']), d.get('fig-alt', 'what the code above shows')
            for i, out in enumerate(cell.get('outputs', [])): parts.append(output(out, f'{label}-{i}', alt, files))
    note = '<!-- Written by tools/readme.py from nbs/index.ipynb: edit that. -->\n\n'
    return {Path('README.md'): (note + '\n\n'.join(p.strip() for p in parts if p.strip()) + '\n').encode(), **files}


def run():
    "Run the Python blocks of README.md one after another in an empty folder, as a reader would who copies them."
    blocks = re.findall(r'^```python\n(.*?)^```$', (root/'README.md').read_text(encoding='utf-8'), re.M | re.S)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder)/'readme.py').write_text('\n'.join(blocks), encoding='utf-8')
        env = os.environ | {'MPLBACKEND': 'Agg', 'PYTHONPATH': str(root)}
        done = subprocess.run([sys.executable, 'readme.py'], cwd=folder, env=env)
    print(f'{len(blocks)} blocks of README.md ran: exit status {done.returncode}')
    sys.exit(done.returncode)


def main():
    if sys.argv[1:] not in ([], ['--check'], ['--run']): sys.exit(__doc__)
    if sys.argv[1:] == ['--run']: run()
    files, check = render(), bool(sys.argv[1:])
    stale = [p.relative_to(root) for p in (root/pictures).glob('*') if p.relative_to(root) not in files]
    todo = [p for p, data in files.items() if not (root/p).exists() or (root/p).read_bytes() != data] + stale
    for path in todo if not check else ():
        if path in stale: (root/path).unlink(); continue
        (root/path).parent.mkdir(parents=True, exist_ok=True)
        (root/path).write_bytes(files[path])
    for path in todo: print(path)
    if check and todo:
        sys.exit('README.md is out of step with nbs/index.ipynb: run `python tools/readme.py` and commit.')


if __name__ == '__main__': main()
