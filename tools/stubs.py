"""Type stubs for classes that higher packages add methods to.

A `@patch`ed method belongs to its class at run time, and the class must not know who adds to it: importing upwards, even for
type checkers alone, would make a circle. So the names are written beside the module, into `module.pyi`: the signatures of the
module, and in each class the imports of what others add. `tools/export.py` calls `stubs` after every export.
"""
import ast
from pathlib import Path


def module_name(path):
    "`minifast/train/learner.py` -> `minifast.train.learner`."
    parts = path.with_suffix('').parts
    return '.'.join(parts[:-1] if parts[-1] == '__init__' else parts)


def imported(tree, module):
    "Name -> module, for what `module` imports from this package."
    found, package = {}, module.split('.')[:-1]
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom): continue
        base = package[:len(package) - node.level + 1] if node.level else []
        source = '.'.join([*base, *(node.module or '').split('.')]).strip('.')
        found.update({a.asname or a.name: source for a in node.names})
    return found


def patches(tree):
    "Pairs (class name, function) of what a module patches on."
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef): continue
        if not any(getattr(getattr(d, 'func', d), 'id', '') == 'patch' for d in node.decorator_list): continue
        kind = node.args.args[0].annotation
        for n in ast.walk(kind) if kind else ():
            if isinstance(n, ast.Name): yield n.id, node.name


def shortened(node):
    "A definition without what it does: the bodies of functions that say what they return are left out."
    for n in ast.walk(node):
        if isinstance(n, ast.FunctionDef) and n.returns is not None: n.body = [ast.Expr(ast.Constant(...))]
        elif isinstance(n, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(n) is not None and len(n.body) > 1: n.body = n.body[1:]
    return node


def stubs(top):
    "Path -> text of each stub of the package that lies in the folder `top`."
    files = [p for p in sorted(top.glob('minifast/**/*.py')) if p.name != '_modidx.py']
    trees = {module_name(p.relative_to(top)): ast.parse(p.read_text(encoding='utf-8')) for p in files}
    added = {}                                           # module -> class -> [(module that adds, name)]
    for mod, tree in trees.items():
        froms = imported(tree, mod)
        for cls, name in patches(tree):
            home = froms.get(cls)
            if home in trees and home != mod: added.setdefault(home, {}).setdefault(cls, []).append((mod, name))
    res = {}
    for home, classes in added.items():
        tree = trees[home]
        own = {n.name for n in tree.body if isinstance(n, ast.ClassDef)}
        if not own & classes.keys(): continue            # a door: the class is defined elsewhere
        for node in tree.body:
            names = classes.get(getattr(node, 'name', None), ())
            shortened(node)
            if isinstance(node, ast.ClassDef) and names:
                node.body[:0] = [ast.ImportFrom(m, [ast.alias(n)], 0) for m, n in names]
        head = f'# Written by tools/export.py: {home} and the methods that higher packages add to its classes.\n'
        res[Path(*home.split('.')).with_suffix('.pyi')] = head + ast.unparse(ast.fix_missing_locations(tree)) + '\n'
    return res
