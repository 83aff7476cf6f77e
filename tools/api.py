"""API entries for the documentation: a directive for each exported definition, made from its signature, its parameter
comments and its docstring. `tools/docs.py` puts them into the pages."""
import ast
import io
import re
import sys
import tokenize

from export import floors, lib

aliases = {'learn': 'Learner', 'dls': 'DataLoaders', 'dl': 'TfmdDL', 'dblock': 'DataBlock'}  # what instances are called
fence_re = re.compile(r'(^ *(```|~~~).*?^ *\2 *$)', re.M | re.S)
markup_re = re.compile(r'(?<!`)([*_<])(?=[^`]*(?:`[^`]*`[^`]*)*$)')     # what markdown would read, outside of code
code_re = re.compile(r'(?<![`\[])`([A-Za-z_][\w.]*)(\(\))?`(?![`\]])')


def definitions(code):
    "Pairs (dotted name, node) of the functions and classes in `code`; a `@patch`ed one is named by its class."
    for node in ast.parse(re.sub(r'^(\s*)[%!]', r'\1#', code, flags=re.M)).body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef): continue
        for n in ast.walk(node): n.code = code           # the comments beside parameters are only there
        patched = any(getattr(getattr(d, 'func', d), 'id', '').startswith('patch') for d in node.decorator_list)
        on = ast.unparse(node.args.args[0].annotation) + '.' if patched and node.args.args[0].annotation else ''
        yield on + node.name, node


class Names:
    "Where every public name of the package has its entry."
    def __init__(self):
        self.where = {}                                  # short name -> modules that define it, lowest floor first
        self.private = {}                                # name -> class, for bases that have no entry of their own
        self.listed = {}                                 # module -> its public (name, first line of what it does)
        self.added = {}                                  # class -> (method, module, first line), from other modules
        self.classes = {}                                # class -> its node
        index = {}
        exec((lib/'_modidx.py').read_text(encoding='utf-8'), index)
        for mod in (m for mods in floors().values() for m in mods):
            self.where.setdefault(mod, []).append('')
            for full in index['d']['syms'].get(mod, {}):
                name = full.removeprefix(mod + '.')
                if not any(p.startswith('_') for p in name.split('.')): self.where.setdefault(name, []).append(mod)
            self.list(mod)

    def list(self, mod):
        "Note the public names of a module, and the methods that it adds to classes of others."
        path = lib.parent/f'{mod.replace(".", "/")}.py'
        found = list(definitions(path.read_text(encoding='utf-8')))
        here = {name for name, node in found if isinstance(node, ast.ClassDef)}
        for name, node in found:
            if name in here: self.classes.setdefault(name, node)
        for name, node in found:
            if any(p.startswith('_') for p in name.split('.')) or name not in self.where: continue
            line = (ast.get_docstring(node) or '').partition('\n\n')[0].replace('\n', ' ').replace('|', '\\|')
            self.listed.setdefault(mod, {})[name] = line
            head, dot, method = name.partition('.')
            if dot and head not in here: self.added.setdefault(head, []).append((method, mod, line))

    def find(self, name, here=None):
        "The full name of the entry for `name`, seen from module `here`; None if there is none."
        head, dot, tail = name.partition('.')
        for n in (name, f'minifast.{name}', f'{aliases.get(head, head) if dot else head}{dot}{tail}',
                  name.rpartition('minifast.')[2]):
            if mods := self.where.get(n): return f'{here if here in mods else mods[0]}.{n}'.lstrip('.')
        mod, _, last = name.rpartition('.')
        return name if mod in self.where.get(last, ()) else None

    def link(self, text, here):
        "Turn `names` of `text` into references, outside fenced code and headings."
        def sub(m):
            full = self.find(m[1], here)
            return f'{{py:obj}}`{m[1]}{m[2] or ""} <{full}>`' if full else m[0]
        def line(s): return s if re.match(r' *#+ ', s) else code_re.sub(sub, s)
        return ''.join(p if p.lstrip().startswith(('```', '~~~')) else '\n'.join(map(line, p.split('\n')))
                       for i, p in enumerate(fence_re.split(text)) if p not in ('```', '~~~'))

    def type(self, node, here):
        "An annotation for a table cell, with the names of this package linked."
        if node is None: return ''
        text = annotation(node)
        def part(s):
            return f'{{py:obj}}`{s} <{full}>`' if (full := self.find(s, here)) else '`' + s.replace('|', '\\|') + '`'
        parts = re.split(r'([A-Za-z_][\w.]*)', text)
        merged = ['']
        for s in parts:
            if s and self.find(s, here): merged += [s, '']
            else: merged[-1] += s
        return ''.join(part(s) for s in merged if s.strip())


    def overridden(self, cls, method):
        "The methods of the bases of a class that `method` stands for, nearest first."
        for base in cls.bases:
            name = getattr(base, 'id', getattr(base, 'attr', None))
            above = self.classes.get(name)
            if above is None or above is cls: continue
            yield from (n for n in above.body if isinstance(n, ast.FunctionDef) and n.name == method)
            yield from self.overridden(above, method)


def methods(node, private):
    "The body of a class, and after it what it takes from private bases."
    own = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
    bases = [private[b.id] for b in node.bases if isinstance(b, ast.Name) and b.id in private]
    return [*node.body, *(n for b in bases for n in methods(b, private) if getattr(n, 'name', None) not in own)]


def annotation(node):
    "The text of an annotation, quoted or not."
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ast.unparse(node)


def comments(node):
    "Line number -> comment, for the signature of `node`."
    tokens = tokenize.generate_tokens(io.StringIO(node.code).readline)
    return {t.start[0]: t.string.lstrip('# ').strip() for t in tokens
            if t.type == tokenize.COMMENT and node.lineno <= t.start[0] <= node.body[0].end_lineno}


def signature(node, method, typed=False):
    "The signature, and the parameters as (name, annotation, default, line)."
    a = node.args
    args = [*a.posonlyargs, *a.args]
    params = list(zip(args, [None]*(len(args) - len(a.defaults)) + a.defaults, strict=True))
    params = params[int(method or bool(args) and args[0].arg == 'self'):]
    bare, rows = [], []
    def add(arg, default, star=''):
        note = f': {annotation(arg.annotation)}' if typed and arg.annotation else ''
        bare.append(f'{star}{arg.arg}{note}' + (f'={ast.unparse(default)}' if default else ''))
        rows.append((star + arg.arg, arg.annotation, default, arg.end_lineno if not default else default.end_lineno))
    for arg, default in params: add(arg, default)
    if a.vararg: add(a.vararg, None, '*')
    elif a.kwonlyargs: bare.append('*')
    for arg, default in zip(a.kwonlyargs, a.kw_defaults, strict=True): add(arg, default)
    if a.kwarg: add(a.kwarg, None, '**')
    returns = f' -> {annotation(node.returns)}' if typed and node.returns else ''
    return f'({", ".join(bare)}){returns}', rows


# what the arguments are of methods that every transform, metric or module may define
given = {'encodes': 'what it is applied to', 'decodes': 'what is shown again', 'forward': 'its input',
         'setups': 'training items, or the training loader', 'accumulate': 'the Learner, with what it made of a batch',
         'load_state_dict': 'what `state_dict` returned', 'hook': 'the module that ran, its inputs or its output',
         'after_item': 'an item', 'before_batch': 'the list of items', 'after_batch': 'a batch on its device',
         'create_batch': 'the list of items', 'where': 'index of an item'}
# and of families of functions: those that are chosen by the types of a batch, and the shapes of a schedule
shown = {'x': 'inputs; their type chooses the function', 'y': 'targets; their type chooses the function',
         'samples': 'decoded items, tuples of input and target', 'outs': 'decoded predictions, tuples',
         'raws': 'predictions before decoding', 'preds': 'predictions before decoding', 'losses': 'loss of each item',
         'ctxs': 'axes or rows to draw in; `None` makes them', 'max_n': 'items to show at most',
         'words': 'words of a text to show at most', 'nrows': 'rows of the grid', 'ncols': 'columns of the grid',
         'figsize': 'width and height of the figure in inches', 'writer': 'of TensorBoard', 'step': 'its number',
         'start': 'value at the beginning', 'end': 'value at the end', 'pos': 'fraction of the way, from 0 to 1',
         '**kwargs': 'further arguments of the drawing function'}
scheds = 'sched_no sched_lin sched_cos sched_exp SchedNo SchedLin SchedCos SchedExp'.split()
drawn = 'show_batch show_results plot_top_losses tensorboard_log wandb_process'.split()
given |= dict.fromkeys([*drawn, *scheds], shown)


def described(node, method, above=()):
    """The parameters of a function as (name, annotation, default, comment). What a method leaves out comes from those
    that it overrides (`above`)."""
    notes, base = comments(node), {}
    for n in reversed([*above]):
        base |= {r[0]: r for r in described(n, method)}
    rows = signature(node, method)[1]
    known = given.get(node.name, '')
    def text(n, line):
        own = notes.get(line) or (base[n][3] if n in base else '')
        return own or (shown.get(n, '') if known is shown else known)
    return [(n, t or (base[n][1] if n in base else None), d, text(n, line)) for n, t, d, line in rows]


def table(node, names, here, method, above=()):
    "The parameters and the result of a function as a table; empty if no comment stands beside them."
    rows, notes = signature(node, method)[1], comments(node)
    def cell(s): return s.replace('|', '\\|')
    def note(text): return cell(names.link(text, here))
    def default(d): return f'`{cell(ast.unparse(d))}`' if d is not None else ''
    out = [(f'**`{n}`**', names.type(t, here), default(d), note(text))
           for n, t, d, text in described(node, method, above)]
    if node.returns is not None and ast.unparse(node.returns) != 'None':
        last = node.returns.end_lineno
        out.append(('*returns*', names.type(node.returns, here), '',
                    note(notes.get(last, '')) if last not in {r[3] for r in rows} else ''))
    if not any(r[3] for r in out): return ''
    keep = [i for i in range(4) if any(r[i] for r in out)]
    lines = [('', 'Type', 'Default', ''), ('---',)*4, *out]
    return '\n'.join(['', *('| ' + ' | '.join(r[i] for i in keep) + ' |' for r in lines), ''])


def contract(method):
    "What a method that every transform, callback or module may define is for; empty for any other name."
    known = {'encodes': 'Applied to each input of this type.', 'decodes': 'Undoes `encodes`, to show an item.',
             'setups': 'Learns what it needs from the training items.', 'forward': 'What the module computes.',
             'name': 'What it is called in tables and logs.', 'extra_repr': 'Its arguments, for the `repr` of a model.',
             'input_types': 'What it takes.', 'state_dict': 'What it needs to go on.'}
    event = re.fullmatch(r'(before|after)_(\w+)', method)
    return known.get(method) or (f'Runs at the event `{method}`.' if event else '')


def added(name, names):
    "The methods that other modules patch onto a class, as a table."
    def row(method, mod, line):
        where = f'{{py:mod}}`{mod.removeprefix("minifast.")} <{mod}>`'
        return f'| {{py:obj}}`{method} <{mod}.{name}.{method}>` | {names.link(line, mod)} | {where} |'
    rows = [row(*found) for found in sorted(names.added[name])]
    head = ['', 'Methods that other modules add:', '', '| Method | What it does | Where |', '|---|---|---|']
    return '\n'.join([*head, *rows, ''])


def entry(name, node, names, mod, seen, depth=6, owner=None):
    "The directive that documents one definition, with its methods inside."
    cls, fence, decs = isinstance(node, ast.ClassDef), '`'*depth, [ast.unparse(d) for d in node.decorator_list]
    body = [n for n in methods(node, names.private) if isinstance(n, ast.FunctionDef)] if cls else []
    init = next((n for n in body if n.name == '__init__'), None)
    function = init if cls else node
    method = cls or '.' in name and 'staticmethod' not in decs
    prop = any(d == 'property' or d.endswith(('.setter', 'cached_property')) for d in decs)
    kind = 'class' if cls else 'property' if prop else 'method' if '.' in name else 'function'
    above = [*names.overridden(owner, node.name)] if owner else []
    params = table(function, names, mod, method, above) if function and not prop else ''
    sig = '' if prop or not function else signature(function, method, typed=not params)[0]
    options = [f':module: {mod}', *(f':{d}:' for d in ('staticmethod', 'classmethod') if d in decs)]
    options += [':no-index:'] if f'{mod}.{name}' in seen else []
    seen.add(f'{mod}.{name}')
    text = next(filter(None, map(ast.get_docstring, [node, *above])), '') or contract(node.name if owner else '')
    doc = names.link(markup_re.sub(r'\\\1', text), mod)
    bases = [names.type(b, mod) for b in node.bases if getattr(b, 'id', None) not in names.private] if cls else []
    lines = [f'{fence}{{py:{kind}}} {name}{sig}', *options, '', doc,
             *(['', f'Bases: {", ".join(bases)}'] if bases else []), params]
    for n in body:
        if not n.name.startswith('_') and not any(ast.unparse(d).endswith('.setter') for d in n.decorator_list):
            lines.append(entry(f'{name}.{n.name}', n, names, mod, seen, depth - 1, owner=node))
    if cls and name in names.added and names.where[name][0] == mod: lines.append(added(name, names))
    return '\n'.join([*lines, fence])


def is_public(name, names): return name in names.where and not any(p.startswith('_') for p in name.split('.'))


def lacks(mod, names):
    "What is missing on the page of a module, as lines `module.name: what`."
    def of(name, node, owner=None):
        cls, decs = isinstance(node, ast.ClassDef), [ast.unparse(d) for d in node.decorator_list]
        if any(d.endswith('.setter') for d in decs) or node.name.startswith('_'): return
        body = [n for n in methods(node, names.private) if isinstance(n, ast.FunctionDef)] if cls else []
        function = next((n for n in body if n.name == '__init__'), None) if cls else node
        above = [*names.overridden(owner or node, '__init__' if cls else node.name)] if owner or cls else []
        if not any(map(ast.get_docstring, [node, *([] if cls else above)])) and not contract(node.name):
            yield f'{mod}.{name}: a docstring'
        if function and not any(d == 'property' or d.endswith('cached_property') for d in decs):
            method = cls or '.' in name and 'staticmethod' not in decs
            for arg, typ, _, text in described(function, method, above):
                if not text: yield f'{mod}.{name}: a comment beside {arg}'
                if typ is None and arg[0] != '*' and node.name not in given: yield f'{mod}.{name}: a type of {arg}'
        for n in body: yield from of(f'{name}.{n.name}', n, node)
    path = lib.parent/f'{mod.replace(".", "/")}.py'
    for name, node in definitions(path.read_text(encoding='utf-8')):
        if is_public(name, names): yield from of(name, node)


if __name__ == '__main__':
    names = Names()
    found = [line for mods in floors().values() for mod in mods for line in lacks(mod, names)]
    print('\n'.join(found + [f'{len(found)} descriptions are missing']))
    sys.exit(bool(found))
