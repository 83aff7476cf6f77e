"""Where each page of the documentation site stands: six sections across the top, and the pages of each in its sidebar.
`tools/docs.py` writes them."""
import re
from pathlib import Path

from export import nbs, root, settings

project = {'benchmarks': root/'benchmarks/README.md', 'contributing': root/'CONTRIBUTING.md',
           'changelog': root/'CHANGELOG.md', 'security': root/'SECURITY.md',
           'bundle': root/'minifast/data/bundle/README.md'}

# The layers as a reader meets them: what one uses first comes first
layers = {'25_train': 'Training', '10_data': 'Data', '40_vision': 'Vision', '50_text': 'Text', '60_tabular': 'Tabular',
          '70_medical': 'Medical', '30_callback': 'Callbacks', '35_interpret': 'Interpretation',
          '23_optim': 'Optimizers', '21_losses': 'Losses', '22_metrics': 'Metrics', '20_nn': 'Layers',
          '80_scale': 'Scale', '95_benchmarks': 'Costs', '00_core': 'Core', '05_store': 'Model files'}

# Notebooks by the beginning of their path (a pattern)
lessons = (r'90_tutorials/(?!\d+_(contracts|pains|paths|remedies))',)
ahead = ('25_train/06_learner', '10_data/04_block', '40_vision/05_data', '05_store/03_export')     # in their layer
first = ('90_tutorials/01_quickstart', r'90_tutorials/\w*coming', '90_tutorials/02_errors')
internals = ('00_core/00[ab]', '00_core/01[ab]', '00_core/06', '05_store/0[012]', '10_data/00_table', '10_data/03a',
             '10_data/05_checks/0[012]', '21_losses/00', '25_train/0[01]_', '30_callback/13[c-g]_', '30_callback/14b',
             '30_callback/1[5-9]', '40_vision/00a', '40_vision/02', '90_tutorials')


def unnumbered(path):
    "`10_data/01_load` -> `data/load`."
    return Path(*(re.sub(r'^\d+[a-z]?_', '', part) for part in Path(path).parts))


class Entry:
    "A notebook as the lists of pages show it."
    def __init__(self, nb, title, summary, module):
        self.path, self.title, self.summary = nb.relative_to(nbs).as_posix(), title, summary
        self.page, self.module = '/' + unnumbered(self.path).with_suffix('').as_posix(), module
        self.short = (module or '').removeprefix('minifast.')

    def within(self, prefixes): return any(re.match(p, self.path) for p in prefixes)

    def line(self, named=False):
        "A line of a list of pages; the sidebar shows the module's name second."
        title = self.title.replace('`', '')
        return f'{title}{f" ~ {self.short}" if named and self.short else ""} <{self.page}>'

    def row(self):
        module = f'{{py:mod}}`{self.short} <{self.module}>`' if self.module else ''
        return f'| [{self.title}]({self.page}.ipynb) | {self.summary} | {module} |'.replace('|  |', '| |')


def toctree(lines, caption=''):
    "A list of pages for the sidebar: `lines` such as `Title </page>`."
    return '\n'.join(['```{toctree}', ':hidden:', *([f':caption: {caption}'] if caption else []), '', *lines, '```'])


def table(entries):
    "The same notebooks as a table: title, what it is for, module."
    return '\n'.join(['| Notebook | What it is for | Module |', '|---|---|---|', *(e.row() for e in entries)])


def groups(entries):
    "Pairs (caption, notebooks) of 'How it works', in reading order."
    def inside(e): return e.within(internals)
    below = [e for e in entries if not e.within(lessons)]
    for folder, caption in layers.items():
        found = [e for e in below if e.path.startswith(folder) and not inside(e)]
        if found: yield caption, sorted(found, key=lambda e: not e.within(ahead))
    if found := [e for e in below if inside(e)]: yield 'Internals', found


def extras():
    "The extras of settings.ini as a table."
    found = {k.removesuffix('_requirements'): v for k, v in settings().items() if k.endswith('_requirements')}
    return '\n'.join(['| Extra | Installs |', '|---|---|', *(f'| `{k}` | {" ".join(f"`{p}`" for p in v.split())} |'
                                                             for k, v in found.items())])


def section_pages(entries):
    "The pages that are not notebooks, as a dict of name -> markdown; `''` is the list of sections."
    def text(name): return (root/f'docs/{name}.md').read_text(encoding='utf-8')
    begin = [e for p in first for e in entries if e.within((p,))]
    taught = [e for e in entries if e.within(lessons)]
    steps = ['- [Install](/install.md): what to run, and what it needs.',
             *(f'- [{e.title}]({e.page}.ipynb): {e.summary}' for e in begin)]
    how = ['# How it works\n\nEvery layer of the library is a notebook that you can run and change. They stand in the '
           'order in which one meets them; what only the library itself uses comes last.']
    for caption, found in groups(entries):
        how += [f'## {caption}', table(found), toctree([e.line(named=True) for e in found], caption)]
    begin_toc = toctree(['Install </install>', *(e.line() for e in begin)])
    return {'start': '\n'.join([text('start'), *steps, '', begin_toc]),
            'install': text('install').replace('EXTRAS', extras()),
            'tutorials/index': '\n\n'.join([
                '# Tutorials', 'One task a notebook, from start to finish. Each runs on a laptop, without a network.',
                table(taught), toctree([e.line() for e in taught if e not in begin])]),
            'how': '\n\n'.join(how),
            '': toctree(['Start </start>', 'Tutorials </tutorials/index>', 'How it works </how>', 'API </api/index>',
                         'Benchmarks </project/benchmarks>', 'Changes </project/changelog>'])}


def api_pages(names):
    "One page per package with every public name and the first line of what it does, and a list of those pages."
    packages = {}
    for mod, found in names.listed.items(): packages.setdefault(mod.split('.')[1], []).append((mod, found))
    pages, rows = {}, []
    for package, mods in packages.items():
        text = [f'# minifast.{package}']
        for mod, found in mods:
            lines = [f'| {{py:obj}}`{n} <{mod}.{n}>` | {names.link(summary, mod)} |' for n, summary in found.items()]
            text += [f'## {{py:mod}}`{mod}`', '\n'.join(['| Name | What it does |', '|---|---|', *lines])]
        pages[f'api/{package}'] = '\n\n'.join(text)
        count = sum(len(found) for _, found in mods)
        rows.append(f'| [`minifast.{package}`](/api/{package}.md) | {count} | ' +
                    ', '.join(f'{{py:mod}}`{mod.removeprefix("minifast.")} <{mod}>`' for mod, _ in mods) + ' |')
    intro = ('# API\n\nEvery public name by package, with the first line of what it does. Each leads to its entry, in '
             'the notebook that explains it. `from minifast.vision.all import *` brings the names of every package.')
    pages['api/index'] = '\n\n'.join([intro, '\n'.join(['| Package | Names | Modules |', '|---|---|---|', *rows]),
                                      toctree([f'minifast.{p} </api/{p}>' for p in packages])])
    return pages
