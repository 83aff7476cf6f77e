"""Type stubs for classes that higher packages add methods to.

A `@patch`ed method belongs to its class at run time, and the class must not know who adds to it: importing upwards,
even for type checkers alone, would make a circle. So what is added is written beside the module, into `module.pyi`: the
signatures of the module, and in each class those of the methods that it and others patch on. A type that only a
higher module knows is `Any` there. `tools/export.py` calls `stubs` at every export.
"""
import ast
import builtins
import copy
from pathlib import Path


def imported(tree, module):
    "Name -> (module, name in it) for what `module` imports, or (module, '') for a whole module."
    found, package = {}, module.split('.')[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update({a.asname or a.name.partition('.')[0]: (a.name, '') for a in node.names})
        if not isinstance(node, ast.ImportFrom): continue
        source = ('.'.join([*package[:len(package) - node.level + 1], *filter(None, [node.module])]) if node.level
                  else node.module)
        found.update({a.asname or a.name: (source, a.name) for a in node.names})
    return found


def patch_of(node):
    "The decorator `@patch` of a function, or None."
    return next((d for d in getattr(node, 'decorator_list', ()) if getattr(getattr(d, 'func', d), 'id', '') == 'patch'),
                None)


def patches(tree):
    "Pairs (class name, function) of what a module patches on."
    for node in tree.body:
        kind = isinstance(node, ast.FunctionDef) and patch_of(node) and node.args.args[0].annotation
        for n in ast.walk(kind) if kind else ():
            if isinstance(n, ast.Name): yield n.id, node


def shortened(node):
    "A definition without what it does: the bodies of functions that say what they return are left out."
    for n in ast.walk(node):
        if isinstance(n, ast.FunctionDef) and n.returns is not None: n.body = [ast.Expr(ast.Constant(...))]
        elif isinstance(n, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(n) is not None and len(n.body) > 1:
            n.body = n.body[1:]
    return node


class Known(ast.NodeTransformer):
    "Replaces the names in annotations that the stub cannot have by `Any`, and notes what it has to import."
    def __init__(self, froms, may): self.froms, self.may, self.needs = froms, may, set()
    def visit_Name(self, node):
        source = self.froms.get(node.id)
        if source is None: return node if hasattr(builtins, node.id) else ast.Name('Any')
        if source[0].startswith('minifast') and source[0] not in self.may: return ast.Name('Any')
        self.needs.add((*source, node.id))
        return node
    def visit_Attribute(self, node):                                 # of a module, such as `torch.dtype`
        value = self.visit(node.value)
        return value if getattr(value, 'id', '') == 'Any' else ast.Attribute(value, node.attr)
    def visit_Constant(self, node):
        return self.visit(ast.parse(node.value, mode='eval').body) if isinstance(node.value, str) else node


def signature(node, known):
    "The stub of one patched method."
    node, options = copy.deepcopy(node), {k.arg for k in getattr(patch_of(node), 'keywords', ())}
    # `@contextmanager`
    others = [known.visit(d) for d in node.decorator_list if not patch_of(ast.FunctionDef(decorator_list=[d]))]
    node.decorator_list = [ast.Name(d) for d, o in (('property', 'as_prop'), ('classmethod', 'cls_method'))
                           if o in options]
    node.decorator_list += [d for d in others if getattr(d, 'id', 'Any') != 'Any']
    node.body, a = [ast.Expr(ast.Constant(...))], node.args
    a.args[0].annotation = None
    for arg in [*a.args, *a.kwonlyargs, *filter(None, [a.vararg, a.kwarg])]:
        if arg.annotation: arg.annotation = known.visit(arg.annotation)
    if node.returns: node.returns = known.visit(node.returns)
    def shown(d): return d if d is None or isinstance(d, ast.Constant) else ast.Constant(...)
    a.defaults, a.kw_defaults = [*map(shown, a.defaults)], [*map(shown, a.kw_defaults)]
    return node


def stubs(top, order):
    "Path -> text of each stub of the package in the folder `top`. `order` lists its modules, lowest first."
    trees = {m: ast.parse((top/Path(*m.split('.')).with_suffix('.py')).read_text(encoding='utf-8')) for m in order}
    froms = {m: imported(tree, m) for m, tree in trees.items()}
    added = {}                                           # module -> class -> [(module that adds, function)]
    for mod, tree in trees.items():
        for cls, func in patches(tree):
            home = froms[mod].get(cls, (mod,))[0]
            while home in trees and cls in froms[home]: home = froms[home][cls][0]  # past modules that only pass it on
            if home in trees: added.setdefault(home, {}).setdefault(cls, []).append((mod, func))
    # a module that patches only its own classes is read as it is
    def foreign(home): return any(mod != home for fs in added[home].values() for mod, _ in fs)
    added = {home: classes for home, classes in added.items() if foreign(home)}
    return {Path(*home.split('.')).with_suffix('.pyi'): stub(home, classes, trees[home], froms,
                                                             set(order[:order.index(home)]))
            for home, classes in added.items()}


def stub(home, classes, tree, froms, may):
    "The text of the stub of the module `home`."
    needs = {('typing', 'Any', 'Any')} - {(*v, k) for k, v in froms[home].items()}
    own = {id(func) for fs in classes.values() for mod, func in fs if mod == home}
    tree.body = [node for node in tree.body if id(node) not in own]
    for node in tree.body:
        shortened(node)
        if not isinstance(node, ast.ClassDef) or node.name not in classes: continue
        for mod, func in classes[node.name]:
            here = {n.name for n in tree.body if isinstance(n, ast.ClassDef)} if mod == home else {node.name}
            known = Known(froms[mod] | {name: (home, name) for name in here}, may | {home})
            node.body.append(signature(func, known))
            needs |= {n for n in known.needs if n[0] != home and froms[home].get(n[2]) != n[:2]}
    lines = [(f'from {m} import {n}' if n else f'import {m}') + f' as {a}' * (a != (n or m))
             for m, n, a in sorted(needs)]
    tree.body[1:1] = ast.parse('\n'.join(lines)).body
    head = f'# Written by tools/export.py: {home} and the methods that higher packages add to its classes.\n'
    return head + ast.unparse(ast.fix_missing_locations(tree)) + '\n'
