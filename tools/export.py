"""Write the package from the notebooks.

    python tools/export.py             # nbs/*.ipynb -> minifast/*.py, version and import layers included
    python tools/export.py --check # change nothing; exit with 1 and the list of differences when they are out of step

Beside modules whose classes get methods from higher packages it writes type stubs (`stubs.py`).
The export goes to a fresh copy of the project first, so that modules of renamed or deleted notebooks fall away, and
then only files that differ are replaced, each at once: a program that imports the package meanwhile never sees half a
file.
"""
import ast
import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path

from stubs import stubs

try: import fcntl
except ImportError: fcntl = None                 # Windows

root = Path(__file__).resolve().parents[1]
lib, nbs, fresh = root/'minifast', root/'nbs', root/'_build/export'
layers_re = re.compile(r'(?<=^layers = \[\n)(    ".*",\n)*(?=\])', re.M)


@contextmanager
def locked():
    "Only one export at a time writes the package."
    (root/'_build').mkdir(exist_ok=True)
    with open(root/'_build/export.lock', 'w') as f:
        if fcntl: fcntl.flock(f, fcntl.LOCK_EX)
        yield


def settings():
    "The facts in `settings.ini`."
    config = ConfigParser(delimiters=['='], interpolation=None)
    config.read(root/'settings.ini', encoding='utf-8')
    return config['DEFAULT']


def notebooks():
    "All notebooks, in the order of their numbers."
    return sorted(p for p in nbs.rglob('*.ipynb') if not any(part[0] in '._' for part in p.relative_to(nbs).parts))


def module_of(nb):
    "The module that a notebook exports to, or None."
    m = re.search(r'"#\|\s*default_exp\s+([\w.]+)', nb.read_text(encoding='utf-8'))
    return m and f'minifast.{m[1]}'


def floors():
    "Folder name -> modules in reading order. Modules that only re-export (`all`, `basics`) belong to no floor."
    found = {}
    for nb in notebooks():
        mod = module_of(nb)
        if mod and mod.rpartition('.')[2] not in ('all', 'basics'):
            found.setdefault(nb.relative_to(nbs).parts[0], []).append(mod)
    return found


def disagreements():
    "Facts of `settings.ini` that `pyproject.toml` or the installed package repeat differently."
    want, project = settings(), tomllib.loads((root/'pyproject.toml').read_text(encoding='utf-8'))
    init = re.search(r'^__version__ = "(.*)"$', (lib/'__init__.py').read_text(encoding='utf-8'), re.M)
    minor = want['min_python'].replace('.', '')
    facts = {'name in pyproject.toml': (project['project']['name'], want['lib_name']),
             'lib_path in pyproject.toml': (project['tool']['nbdev']['lib_path'], want['lib_name']),
             'requires-python in pyproject.toml': (project['project']['requires-python'], f'>={want["min_python"]}'),
             'ruff target-version in pyproject.toml': (project['tool']['ruff']['target-version'], f'py{minor}'),
             'pyright pythonVersion in '
             'pyproject.toml': (project['tool']['pyright']['pythonVersion'], want['min_python']),
             '__version__ in minifast/__init__.py': (init and init[1], want['version'])}
    return [f'{where} is {is_!r}, settings.ini says {should!r}' for where, (is_, should) in facts.items()
            if is_ != should]


def layered(text):
    "`pyproject.toml` with the import layers, highest first, as the notebooks' numbers give them."
    mods = [mod for floor in floors().values() for mod in floor]
    text, n = layers_re.subn(''.join(f'    "{mod}",\n' for mod in reversed(mods)), text)
    if n != 1: sys.exit('pyproject.toml has no `layers = [` list, one module a line, to write')
    return text


def tidied(text):
    "A module whose docstring and list of names keep to 120 characters a line, where nbdev writes one long line."
    doc = re.match(r'"""(.*)"""$', text, re.M)
    if doc and len(doc[0]) > 120:
        text = '\n'.join(textwrap.wrap(doc[0], 120, break_long_words=False, break_on_hyphens=False)) + text[doc.end():]
    names = re.search(r'^__all__ = \[[^\]]*\]', text, re.M)
    if names and max(map(len, names[0].split('\n'))) > 120:
        lines = textwrap.wrap(' '.join(names[0].split()), 119, subsequent_indent=' ' * len('__all__ = ['))
        text = text.replace(names[0], '\n'.join(lines))
    return text


def fastai_facts():
    "The modules of fastai, without `fastai.` in front, and the names that stand in them."
    text = (nbs/'90_tutorials/fastai_names.txt').read_text(encoding='utf-8')
    return re.findall(r'^module (\S+)', text, re.M), set(re.sub(r'^    \w\S*\(.*', '', text, flags=re.M).split())


def names_table(order):
    """The text of `minifast/_names.py`: where each name that fastai has too is defined, which modules fastai has, and
    which module gives a Learner a method."""
    (paths, left), lines, methods = fastai_facts(), [], []
    for mod in (o for o in order if not o.endswith('__main__')):
        text = (fresh/Path(*mod.split('.')).with_suffix('.py')).read_text(encoding='utf-8')
        for name in re.findall(r'^@patch\n(?:@\w+\n)*def ([a-z]\w*)\(self: Learner\b', text, re.M):
            methods.append(f"    '{name}': '{mod}',")
        found = re.search(r'^__all__ = (\[[^\]]*\])', text, re.M)
        types = set(re.findall(r'^(\w+) = TypeVar', text, re.M))
        names = [o for o in ast.literal_eval(found[1]) if o in left - types] if found else []
        left -= {*names}
        if not names: continue
        *most, last = strings(names, 8)
        lines += [f"    '{mod.removeprefix('minifast.')}':", *most, last + ',']
    return ('"""Which module defines each name that fastai has too, and which modules fastai has: for core.doors.\n\n'
            'AUTOGENERATED by tools/export.py, from the notebooks and from nbs/90_tutorials/fastai_names.txt."""\n\n'
            'homes = {\n' + '\n'.join(lines) + '\n}\n\n'
            'methods = {                      # of a Learner: the module that brings it\n' + '\n'.join(methods)
            + '\n}\n\npaths = (\n' + '\n'.join(strings(paths, 4)) + ')\n')


def strings(names, indent):
    "Names as the lines of one long string."
    lines = textwrap.wrap(' '.join(names), 114 - indent, break_long_words=False, break_on_hyphens=False)
    return [f"{' ' * indent}'{line}{' ' * (line is not lines[-1])}'" for line in lines]


def answering(mod):
    "Add to an exported module the line by which it answers for what fastai's module of its path has."
    path = fresh/Path(*mod.split('.')).with_suffix('.py')
    text = path.read_text(encoding='utf-8')
    if '\ndef __getattr__(' in text: return
    dots = '.' * mod.count('.')
    path.write_text(text.rstrip('\n') + '\n\n# names that fastai has here and another module defines (written by '
                    'tools/export.py)\nimport typing as _typing\n\n'
                    f'from {dots}core.doors import door as _door\n\n'
                    'if not _typing.TYPE_CHECKING: __getattr__ = _door(__name__)\n', encoding='utf-8')


def export_fresh():
    "Export everything into `_build/export`."
    shutil.rmtree(fresh, ignore_errors=True)
    for nb in notebooks():
        to = fresh/nb.relative_to(root)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(nb, to)
    (fresh/'minifast').mkdir(parents=True)
    shutil.copy(root/'pyproject.toml', fresh)
    init = (lib/'__init__.py').read_text(encoding='utf-8')
    init, n = re.subn(r'^__version__ = .*$', f'__version__ = "{settings()["version"]}"', init, flags=re.M)
    if n != 1: sys.exit('minifast/__init__.py needs one line `__version__ = "..."`')
    (fresh/'minifast/__init__.py').write_text(init, encoding='utf-8')
    # with it set, nbdev-export does nothing and says nothing
    env = {k: v for k, v in os.environ.items() if k != 'IN_TEST'}
    subprocess.run([Path(sys.executable).with_name('nbdev-export')], cwd=fresh, env=env, check=True)
    made = {p.relative_to(fresh) for p in fresh.glob('minifast/**/*.py')}
    for path in made - {Path('minifast/_modidx.py')}:
        (fresh/path).write_text(tidied((fresh/path).read_text(encoding='utf-8')), encoding='utf-8')
    order = [m for mods in floors().values() for m in mods]
    for path, text in stubs(fresh, order).items():
        (fresh/path).write_text(text, encoding='utf-8')
        made.add(path)
    made.add(Path('minifast/_names.py'))
    (fresh/'minifast/_names.py').write_text(names_table(order), encoding='utf-8')
    for mod in {f'minifast.{o}' for o in fastai_facts()[0]} & {*order}: answering(mod)
    missing = [m for mods in floors().values() for m in mods if Path(*m.split('.')).with_suffix('.py') not in made]
    if missing or not made: sys.exit(f'nothing was exported to {", ".join(missing) or "the package"}')
    return made


def changes(made):
    "Pairs (path, what to do) that bring the package in step."
    def differs(path): return not (root/path).exists() or (root/path).read_bytes() != (fresh/path).read_bytes()
    for path in sorted(made):
        if differs(path) and not (path.name == '__init__.py' and (root/path).exists()
                                  and path.parent.name != 'minifast'):
            yield path, 'write'
    def ours(path): return path.suffix == '.pyi' or 'AUTOGENERATED' in (root/path).read_text(encoding='utf-8')[:2000]
    for path in sorted(p.relative_to(root) for p in lib.rglob('*.py*') if p.suffix in ('.py', '.pyi')):
        if path not in made and ours(path): yield path, 'delete'


def export(check=False):
    "Bring the package in step with the notebooks, or with `check` only list what is not. Returns the list."
    with locked():
        todo, project = list(changes(export_fresh())), root/'pyproject.toml'
        text = project.read_text(encoding='utf-8')
        if (new := layered(text)) != text:
            todo.append((Path('pyproject.toml'), 'layers'))
            if not check: project.write_text(new, encoding='utf-8')
        for path, what in todo if not check else ():
            if what == 'delete': (root/path).unlink()
            elif what == 'write':
                (root/path).parent.mkdir(parents=True, exist_ok=True)
                os.replace(fresh/path, root/path)
        return todo


def main():
    if sys.argv[1:] not in ([], ['--check']): sys.exit(__doc__)
    check = bool(sys.argv[1:])
    todo = export(check)
    for path, what in todo: print(f'{what:7}{path}')
    if wrong := disagreements(): sys.exit('\n'.join(wrong))
    if check and todo:
        sys.exit('The package is out of step with its notebooks: run `python tools/export.py` and commit.')
    state = 'written' if todo else 'in step'
    print(f'{sum(map(len, floors().values()))} modules from {len(notebooks())} notebooks: {state}')


if __name__ == '__main__': main()
