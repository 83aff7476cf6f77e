"""Build the documentation site from the notebooks.

    python tools/docs.py             # notebooks -> _build/docs (MyST notebooks) -> _build/html, any warning is an error
    python tools/docs.py --draft     # the same, but warnings are only shown

Each exported definition gets an entry made from its signature, its parameter comments and its docstring, with the
source folded below it. Names in backticks link to their entries. Hidden cells are left out.
"""
import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from api import Names, definitions, entry
from export import module_of, nbs, notebooks, root

src, html = root/'_build/docs', root/'_build/html'
captions = {'00_core': 'Core', '05_store': 'Files', '10_data': 'Data', '20_nn': 'Layers', '21_losses': 'Losses',
            '22_metrics': 'Metrics',
            '23_optim': 'Optimizers', '25_train': 'Training', '30_callback': 'Callbacks',
            '35_interpret': 'Interpretation',
            '40_vision': 'Vision', '50_text': 'Text', '60_tabular': 'Tabular', '70_medical': 'Medical',
            '80_scale': 'Scale', '90_tutorials': 'Tutorials',
            '95_benchmarks': 'Benchmarks'}
project = {'benchmarks': root/'benchmarks/README.md', 'contributing': root/'CONTRIBUTING.md',
           'changelog': root/'CHANGELOG.md', 'security': root/'SECURITY.md',
           'bundle': root/'minifast/data/bundle/README.md'}
directive_re = re.compile(r'^#\|\s*([\w-]+):?\s*(.*)$')
callout_re = re.compile(r'^> \[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\] *\n((?:>.*\n?)*)', re.M)
quarto_re = re.compile(r'^:::+ *\{\.callout-(\w+)[^}]*\} *\n(.*?)^:::+ *$', re.M | re.S)


def unnumbered(path):
    "`10_data/01_load` -> `data/load`."
    return Path(*(re.sub(r'^\d+[a-z]?_', '', part) for part in Path(path).parts))


def split_directives(source):
    "The `#|` directives of a cell as a dict, and the rest of its source."
    lines, found = source.split('\n'), {}
    while lines and (m := directive_re.match(lines[0])): found[m[1]] = m[2] or True; lines.pop(0)
    return found, '\n'.join(lines).strip('\n')


def markdown(text, nb, names, mod):
    "Markdown of a notebook for the site: callouts, links to other notebooks and to names."
    text = callout_re.sub(lambda m: f':::{{{m[1].lower()}}}\n' + re.sub(r'^> ?', '', m[2], flags=re.M) + ':::\n', text)
    text = quarto_re.sub(r':::{\1}\n\2:::', text)
    def href(m):
        target, _, anchor = m[1].partition('#')
        there = (nb.parent/target).resolve()
        for name, path in project.items():
            if there == path: return f'](/project/{name}.md{"#" + anchor if anchor else ""})'
        if not target.endswith('.ipynb'): return m[0]
        return f'](/{unnumbered(there.relative_to(nbs)).as_posix()}{"#" + anchor if anchor else ""})'
    return names.link(re.sub(r'\]\(((?!\w+:|#)[^)\s]+)\)', href, text), mod)


def page(nb, names, seen):
    "The MyST notebook of one notebook."
    data, mod, cells = json.loads(nb.read_text(encoding='utf-8')), module_of(nb), []
    where = nb.relative_to(root).as_posix()
    def md(text): cells.append({'cell_type': 'markdown', 'id': f'c{len(cells)}', 'metadata': {}, 'source': text})
    for cell in data['cells']:
        d, code = split_directives(''.join(cell['source']))
        if cell['cell_type'] == 'markdown':
            if 'hide' not in d: md(markdown(''.join(cell['source']), nb, names, mod))
            if len(cells) == 1 and mod:
                md(f'```{{py:module}} {mod}\n```\n\nModule `{mod}`, written in {{nbfile}}`{where}`.')
        elif cell['cell_type'] == 'code' and code and not {'hide', 'default_exp', 'exporti'} & set(d):
            tags = []
            if {'export', 'exports'} & set(d):
                tree = ast.parse(code).body
                if all(isinstance(n, ast.Import | ast.ImportFrom) or ast.unparse(n).startswith('_all_ =')
                       for n in tree):
                    continue
                found = list(definitions(code))
                names.private |= {name: node for name, node in found if isinstance(node, ast.ClassDef)
                                  and name[0] == '_'}
                found = [(name, node) for name, node in found if not any(part[0] == '_' for part in name.split('.'))]
                for name, node in found: md(entry(name, node, names, mod, seen))
                if found or any(isinstance(n, ast.Import | ast.ImportFrom) for n in tree):
                    tags = [] if d.get('code-fold') == 'false' else ['hide-input']
            if d.get('echo') == 'false' or 'hide_input' in d: tags = ['remove-input']
            if d.get('output') == 'false' or 'hide_output' in d: tags.append('remove-output')
            cells.append({**cell, 'id': f'c{len(cells)}', 'source': code, 'metadata': {'tags': tags}})
    return {**data, 'cells': cells}


def title_and_summary(nb):
    text = ''.join(json.loads(nb.read_text(encoding='utf-8'))['cells'][0]['source'])
    title, quote = re.search(r'^# (.*)', text, re.M), re.search(r'^> ((?:.*\n?> ?)*.*)', text, re.M)
    return title[1] if title else nb.stem, ' '.join((quote[1] if quote else '').replace('\n>', ' ').split())


def write():
    "Fill `_build/docs` with everything that Sphinx reads."
    shutil.rmtree(src, ignore_errors=True)
    shutil.copytree(root/'docs', src)
    names, seen, toc = Names(), set(), []
    house = ['# The house: every notebook in order\n\nEach builds only on those above it in this list.\n']
    for f in nbs.rglob('*'):
        if f.suffix in ('.png', '.jpg', '.svg', '.gif') and '.ipynb_checkpoints' not in f.parts:
            to = src/unnumbered(f.relative_to(nbs))
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(f, to)
    for nb in notebooks():
        to = unnumbered(nb.relative_to(nbs))
        (src/to).parent.mkdir(parents=True, exist_ok=True)
        (src/to).write_text(json.dumps(page(nb, names, seen), ensure_ascii=False), encoding='utf-8')
        if nb.parent == nbs: continue
        (title, summary), mod, caption = title_and_summary(nb), module_of(nb), captions[nb.relative_to(nbs).parts[0]]
        if not toc or toc[-1][0] != caption:
            toc.append((caption, []))
            house.append(f'\n## {caption}\n\n| Notebook | What it is for | Module |\n|---|---|---|')
        label = {None: title, 'minifast.__main__': 'python -m minifast'}.get(mod) or mod.removeprefix('minifast.')
        toc[-1][1].append(f'{label} </{to.with_suffix("").as_posix()}>')
        shown = f'{{py:mod}}`{mod.removeprefix("minifast.")} <{mod}>`' if mod else ''
        house.append(f'| [{title}](/{to.as_posix()}) | {summary} | {shown} |'.replace('|  |', '| |'))
    (src/'house.md').write_text('\n'.join(house) + '\n', encoding='utf-8')
    (src/'project').mkdir()
    for name, path in project.items():
        text = markdown(path.read_text(encoding='utf-8'), path, names, None)
        (src/f'project/{name}.md').write_text(text, encoding='utf-8')
    toc = [('Start', ['The house </house>']), *toc, ('Project', [f'/project/{name}' for name in project])]
    trees = '\n\n'.join('\n'.join(['```{toctree}', ':hidden:', f':caption: {c}', '', *pages, '```'])
                        for c, pages in toc)
    index = src/'index.ipynb'
    if index.exists():
        data = json.loads(index.read_text(encoding='utf-8'))
        data['cells'].append({'cell_type': 'markdown', 'id': 'toc', 'metadata': {}, 'source': trees})
        index.write_text(json.dumps(data, ensure_ascii=False), encoding='utf-8')
    else: (src/'index.md').write_text(f'# minifast\n\n{trees}\n', encoding='utf-8')


def main():
    if sys.argv[1:] not in ([], ['--draft']): sys.exit(__doc__)
    write()
    shutil.rmtree(html, ignore_errors=True)
    strict = [] if sys.argv[1:] else ['-W', '--keep-going']
    cmd = [sys.executable, '-m', 'sphinx', '-n', '-q', *strict, '-d', root/'_build/doctrees', src, html]
    sys.exit(subprocess.run(cmd, cwd=root).returncode)


if __name__ == '__main__': main()
