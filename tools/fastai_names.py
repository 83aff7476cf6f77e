"""Read the names and signatures of fastai from the installed package. Facts only: no code and no prose.

    python tools/fastai_names.py > nbs/90_tutorials/fastai_names.txt      # in an environment that has fastai

Each module of fastai is a block: the names that it lists as its own, those that it hands out besides (`+module` stands
for all that another module hands out), and a line for each public function, class and method that it defines. Packages
that fastai's own modules need and that are not installed are stood in for.
"""
import importlib
import importlib.machinery
import inspect
import pkgutil
import sys
import textwrap
import warnings
from unittest.mock import MagicMock

optional = '''azureml azureml.core azureml.core.run azureml.exceptions comet_ml wandb captum captum.attr
captum.attr._utils captum.attr._utils.common captum.insights captum.insights.attr_vis captum.insights.attr_vis.app
captum.insights.attr_vis.features skimage skimage.measure skimage.filters skimage.morphology skimage.transform
skimage.segmentation'''.split()
wholes = ('fastcore.all', 'imports', 'torch_core', 'torch_basics', 'data.all', 'basics', 'vision.all')


def modules():
    "Name -> module, for all public modules of fastai."
    for name in optional:
        try: importlib.import_module(name)
        except ImportError:
            sys.modules[name] = MagicMock(__path__=[], __spec__=importlib.machinery.ModuleSpec(name, None))
    import fastai
    found = [o.name for o in pkgutil.walk_packages(fastai.__path__, 'fastai.')]
    return {o.removeprefix('fastai.'): importlib.import_module(o) for o in sorted(found) if '._' not in o}


def shown(default):
    "A default as text, where its text says what it is."
    if isinstance(default, (bool, int, float, str, type(None))): return repr(default)
    if isinstance(default, (tuple, list)) and all(isinstance(o, (int, float, str)) for o in default):
        return repr(default)
    return getattr(default, '__name__', '...').replace('<lambda>', '...')


def signature(func):
    "`(x, y=1, *args, **kwargs)`, or '' where Python does not know it."
    try: params = inspect.signature(func).parameters.values()
    except (ValueError, TypeError): return ''
    res, starred = [], False
    for p in params:
        if p.kind == p.KEYWORD_ONLY and not starred: res.append('*')
        starred |= p.kind in (p.VAR_POSITIONAL, p.KEYWORD_ONLY)
        head = {p.VAR_POSITIONAL: '*', p.VAR_KEYWORD: '**'}.get(p.kind, '') + p.name
        res.append(head if p.default is p.empty else f'{head}={shown(p.default)}')
    return f'({", ".join(res)})'


def members(cls):
    "Lines for the public methods and properties that fastai gives a class."
    for name, obj in vars(cls).items():
        func = getattr(obj, '__func__', getattr(obj, 'fget', obj))
        if name[0] == '_' or not str(getattr(func, '__module__', '')).startswith('fastai'): continue
        if isinstance(obj, property): yield f'{cls.__name__}.{name}'
        elif callable(func): yield f'{cls.__name__}.{name}{signature(func)}'


def public(mod): return {o for o in vars(mod) if o[0] != '_'}


def listed(head, names):
    return textwrap.wrap(f'    {head}: ' + ' '.join(names), 120, subsequent_indent=' ' * 8, break_on_hyphens=False)


def main():
    warnings.simplefilter('ignore')
    mods = modules()
    all_of = {o: public(mods[o] if o in mods else importlib.import_module(o)) for o in wholes}
    import fastai
    print(f'# Names and signatures of fastai {fastai.__version__}, read from the installed package by '
          'tools/fastai_names.py')
    for name, mod in mods.items():
        has = public(mod)
        own = [o for o in getattr(mod, '__all__', ()) if o in has]
        rest, inside = has - set(own), []
        for whole in reversed(wholes):
            if whole != name and all_of[whole] <= has and not any(all_of[whole] <= all_of[o] for o in inside):
                inside.append(whole)
                rest -= all_of[whole]
        print(f'module {name}')
        if own: print('\n'.join(listed('own', own)))
        more = [f'+{o}' for o in inside] + sorted(o for o in rest if o != 'fastai')
        if more: print('\n'.join(listed('gives', more)))
        for key, obj in vars(mod).items():
            if key not in own or getattr(obj, '__module__', None) != mod.__name__: continue
            if callable(obj): print(f'    {key}{signature(obj)}')
            if isinstance(obj, type): print(*(f'    {o}\n' for o in members(obj)), sep='', end='')


if __name__ == '__main__': main()
