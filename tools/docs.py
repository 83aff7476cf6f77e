"""Build the documentation site from the notebooks.

    python tools/docs.py             # notebooks -> _build/docs (MyST notebooks) -> _build/html, any warning is an error
    python tools/docs.py --draft     # the same, but warnings are only shown

Each exported definition gets an entry made from its signature, its parameter comments and its docstring, with the
source folded below it. Names in backticks link to their entries. Hidden cells are left out. `tools/sitemap.py` says
where a page stands, `tools/slim.py` makes the pages light.
"""
import ast
import json
import re
import shutil
import subprocess
import sys

from api import Names, definitions, entry
from export import module_of, nbs, notebooks, root
from sitemap import Entry, api_pages, project, section_pages, toctree, unnumbered
from slim import slim

src, html = root/'_build/docs', root/'_build/html'
directive_re = re.compile(r'^#\|\s*([\w-]+):?\s*(.*)$')
callout_re = re.compile(r'^> \[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\] *\n((?:>.*\n?)*)', re.M)
quarto_re = re.compile(r'^:::+ *\{\.callout-(\w+)[^}]*\} *\n(.*?)^:::+ *$', re.M | re.S)


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
                tags = [] if d.get('code-fold') == 'false' else ['hide-input']
            if d.get('echo') == 'false' or 'hide_input' in d: tags = ['remove-input']
            if d.get('output') == 'false' or 'hide_output' in d: tags.append('remove-output')
            cells.append({**cell, 'id': f'c{len(cells)}', 'source': code, 'metadata': {'tags': tags}})
    return {**data, 'cells': cells}


def title_and_summary(nb):
    "What the first cell of a notebook says: `# title`, and `> what it is for`."
    text = ''.join(json.loads(nb.read_text(encoding='utf-8'))['cells'][0]['source'])
    title, quote = re.search(r'^# (.*)', text, re.M), re.search(r'^> ((?:.*\n?> ?)*.*)', text, re.M)
    if not (title and quote): sys.exit(f'{nb.relative_to(root)}: its first cell needs "# title" and "> summary".')
    return title[1], ' '.join(quote[1].replace('\n>', ' ').split())


picture_re = re.compile(r'\n(?:```python\n(?P<code>[^`]*)\n```\n\n)?'
                        r'<img src="docs/(?P<src>[^"]+)"[^>]*alt="(?P<alt>[^"]*)">\n')
image_re = re.compile(r'<img src="docs/([^"]+)" width="(\d+)" alt="([^"]*)">')


def front_page(names):
    """The front page from README.md: title, summary, the first picture beside the code that draws it, then the rest.
    The tables between code and picture are left to the tutorial."""
    text = (root/'README.md').read_text(encoding='utf-8').partition('-->')[2]
    head, _, rest = text.partition('\n```python\n')
    code, _, rest = rest.partition('\n```\n')
    picture = picture_re.search(rest)
    rest = image_re.sub(r'```{image} /\1\n:width: \2px\n:alt: \3\n```', rest[picture.end():])
    code = '\n\n'.join(filter(None, (code, picture['code'])))
    beside = [':::::{container} hero', '::::{container} hero-code', f'```python\n{code}\n```', '::::',
              '::::{container} hero-picture', f'![{picture["alt"]}](/{picture["src"]})', '::::', ':::::']
    return markdown('\n'.join([head, '', *beside, '', rest]), root/'README.md', names, None)


def write():
    "Fill `_build/docs` with everything that Sphinx reads."
    shutil.rmtree(src, ignore_errors=True)
    shutil.copytree(root/'docs', src)
    names, seen, entries, sources = Names(), set(), [], {}
    for f in nbs.rglob('*'):
        if f.suffix in ('.png', '.jpg', '.svg', '.gif') and '.ipynb_checkpoints' not in f.parts:
            to = src/unnumbered(f.relative_to(nbs))
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(f, to)
    def save(name, text):
        (src/name).parent.mkdir(parents=True, exist_ok=True)
        (src/name).write_text(text, encoding='utf-8')
    for nb in notebooks():
        if nb.parent == nbs: continue
        entries.append(Entry(nb, *title_and_summary(nb), module_of(nb)))
        save(f'{entries[-1].page[1:]}.ipynb', json.dumps(page(nb, names, seen), ensure_ascii=False))
        sources[entries[-1].page[1:]] = nb.relative_to(root).as_posix()
    sections = section_pages(entries)
    top = sections.pop('')
    for name, text in {**sections, **api_pages(names)}.items(): save(f'{name}.md', text + '\n')
    for name, path in project.items():
        text = markdown(path.read_text(encoding='utf-8'), path, names, None)
        if name == 'changelog':
            text += '\n' + toctree([f'/project/{n}' for n in project if n not in ('changelog', 'benchmarks')]) + '\n'
        save(f'project/{name}.md', text)
    save('index.md', f'---\nhtml_theme.sidebar_secondary.remove: true\n---\n\n{front_page(names)}\n\n{top}\n')
    save('sources.json', json.dumps(sources))


def main():
    if sys.argv[1:] not in ([], ['--draft']): sys.exit(__doc__)
    write()
    shutil.rmtree(html, ignore_errors=True)
    strict = [] if sys.argv[1:] else ['-W', '--keep-going']
    cmd = [sys.executable, '-m', 'sphinx', '-n', '-q', *strict, '-d', root/'_build/doctrees', src, html]
    code = subprocess.run(cmd, cwd=root).returncode
    slim(html)
    sys.exit(code)


if __name__ == '__main__': main()
