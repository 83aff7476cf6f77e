"""Model files from strangers, opened under watch: what they start, write, import, change, and what they cost.

    python benchmarks/attacks.py --n 20000          mutate files of many kinds, open each, print a table
    python benchmarks/attacks.py --try FILE ...     open the files named (or of a folder), print one line of JSON each

A file is looked at (`inspect_file`), loaded (`load_object`, `load_learner`), and what has loaded is used: printed,
copied, called, asked for a prediction. All of that runs in a process of its own with a hook that Python calls before
anything that matters, limits of time and memory, and a comparison of global state. Needs Linux.
"""
import argparse
import copy
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import warnings
import zipfile
import zoneinfo
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

SECONDS, MEGABYTES, KILL = 1., 512, 4           # what a stage may take; seconds of computing after which it is killed

# ---- the watch: an audit hook, and what global state looks like

FORGED = 'a line of its own'                        # what a name in a file may try to print
QUIET = {'object.__getattr__', 'sys._getframe', 'sys._getframemodulename', 'sys.unraisablehook', 'builtins.id',
         'gc.get_objects', 'gc.get_referrers', 'gc.get_referents', 'time.sleep', 'os.listdir', 'os.scandir',
         'glob.glob', 'glob.glob/2', 'pathlib.Path.glob', 'pathlib.Path.rglob', 'sys.excepthook', 'array.__new__',
         'cpython._PySys_ClearAuditHooks', 'cpython.PyInterpreterState_New', 'cpython.PyInterpreterState_Clear'}
LOADED = {'minifast', 'pandas', 'pytz', 'encodings'}       # what this library itself imports while it loads a file


class Watch:
    "Notes each event that data must not cause. Once on, a hook stays for the life of the process."
    def __init__(self,
        readable: Iterable[str],     # files that may be read
    ):
        self.readable, self.on, self.events, self.packages = set(readable), False, [], set(sys.stdlib_module_names)
        self.using = False                # a stage that uses what has loaded: libraries import more of themselves

    def start(self) -> None:
        self.packages |= {m.partition('.')[0] for m in sys.modules}
        sys.addaudithook(self)

    def __call__(self, event: str, args: tuple) -> None:
        if not self.on or event in QUIET: return
        self.on = False
        try:
            if self.matters(event, args): self.events.append(f'{event} {args!r:.100}')
        finally: self.on = True

    def matters(self, event: str, args: tuple) -> bool:
        if event == 'open':
            path, mode, flags = args
            if isinstance(path, int): return False
            if mode and set(mode) & set('wax+') or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT): return True
            path = os.path.abspath(os.fsdecode(path))
            return path not in self.readable and not path.startswith(zoneinfo.TZPATH) and not importing()
        if event == 'import':
            known = LOADED if not self.using and by_us() else self.packages
            return args[0].partition('.')[0] not in known and not importing()
        if self.using and event in ('object.__setattr__', 'object.__delattr__'): return False
        if self.using and event == 'ctypes.string_at': return False
        return event.startswith(('os.', 'subprocess.', 'socket.', 'pickle.', 'shutil.')) or not importing()


def by_us() -> bool:
    "Whether this library asks for an import, and not a library that it has called."
    frame = sys._getframe()
    while frame and frame.f_globals.get('__name__', '').partition('.')[0] in (__name__, 'importlib'):
        frame = frame.f_back
    return frame is None or frame.f_globals.get('__name__', '').partition('.')[0] == 'minifast'


def importing() -> bool:
    "Whether a module of this library is being imported, and runs its own first lines."
    frame, inside = sys._getframe(), False
    while frame:
        name = frame.f_globals.get('__name__', '')
        if frame.f_code.co_filename == '<frozen importlib._bootstrap>': inside = True
        elif inside and name.partition('.')[0] in ('minifast', '__main__', 'torch', 'pandas', 'numpy', 'sklearn'):
            return True
        frame = frame.f_back
    return False


def world() -> dict[str, Any]:
    "State that all of the program shares, in a form that can be compared."
    import numpy as np
    import torch

    from minifast.core import registry
    from minifast.store import codec
    classes = [c for m in ('minifast.core.transform', 'minifast.train.learner', 'minifast.train.callback', 'torch.nn')
               for c in vars(sys.modules[m]).values() if isinstance(c, type)]
    return dict(floats=np.geterr(), call=np.geterrcall(), dtype=torch.get_default_dtype(), grad=torch.is_grad_enabled(),
                threads=torch.get_num_threads(), deterministic=torch.are_deterministic_algorithms_enabled(),
                environment=dict(os.environ), folder=os.getcwd(), path=list(sys.path), filters=len(warnings.filters),
                depth=sys.getrecursionlimit(), random=hash(random.getstate()), numbers=np.random.get_state()[1].sum(),
                torch_random=torch.get_rng_state().sum().item(), codecs=list(codec.decoders),
                storable=len(registry._entries), builtins=hash(tuple(vars(__builtins__) if not isinstance(
                    __builtins__, dict) else __builtins__)),
                classes=hash(tuple((id(c), k, id(v)) for c in classes for k, v in vars(c).items()
                                   if not k.startswith(('__', '_abc')))))


# ---- one file, in a process of its own

def stages(
    path: str,                        # model file
    use: Callable[[Any, str], None],  # what is done with what has loaded
    item: str,                        # picture that a learner predicts for
) -> Iterator[tuple[str, Callable]]:
    "The steps, by name."
    from minifast.store.export import inspect_file, load_object
    from minifast.train.learner import load_learner
    made = {}
    def load(name, f): made[name] = f(path)
    yield 'inspect_file', lambda: repr(inspect_file(path))
    yield 'load_object', lambda: load('object', load_object)
    yield 'load_learner', lambda: load('learner', load_learner)
    if 'object' in made: yield 'use object', lambda: use(made.pop('object'), item)
    if 'learner' in made: yield 'use learner', lambda: use(made.pop('learner'), item)


def use_it(x: Any, item: str, depth: int = 0) -> None:
    "Print, copy and call what a file has brought."
    from torch import nn, ones

    from minifast.core.transform import Pipeline, Transform
    from minifast.train.callback import Callback
    from minifast.train.learner import Learner
    steps = [lambda: repr(x), lambda: str(x), lambda: copy.deepcopy(x), lambda: len(x), lambda: hash(x),
             lambda: x == copy.copy(x)]
    if isinstance(x, Learner):
        steps += [lambda: x.predict(item), lambda: x.get_preds(dl=x.dls.test_dl([item])), lambda: x.explain(),
                  lambda: x.dls.vocab, lambda: x.dls[0].after_item, lambda: x.remove_cbs(x.cbs[:1])]
    elif isinstance(x, nn.Module): steps += [lambda: x(ones(1, 3, 8, 8)), lambda: x(ones(2, 4)), lambda: x.state_dict()]
    elif isinstance(x, (Transform, Pipeline)):
        steps += [lambda v=v: x(v) for v in (1, item, ones(1, 3, 8, 8))] + [lambda: x.decode(ones(1, 3, 8, 8))]
    elif isinstance(x, Callback): steps += [lambda: x.name]
    elif callable(x) and not isinstance(x, type): steps += [lambda v=v: x(v) for v in (1, item, ones(2))]
    if callable(getattr(type(x), 'show', None)): steps += [lambda: x.show()]
    for step in steps:
        try: step()
        except Exception as e:                              # a model of nonsense may fail: it may not do anything else
            if isinstance(e, MemoryError): raise
    if depth < 3 and isinstance(x, (list, tuple, dict)):
        for v in list(x.values() if isinstance(x, dict) else x)[:20]: use_it(v, item, depth + 1)


def no_memory(e: BaseException | None) -> bool:
    "Whether an error, or one that it came from, says that memory was not enough."
    while e:
        if isinstance(e, MemoryError) or 'allocate memory' in str(e): return True
        e = e.__cause__ or e.__context__
    return False


def odd_text(text: str) -> str:
    "Characters of a text that move a cursor, hide or turn round what is printed; a line that is none of ours."
    if f'\n{FORGED}' in text: return FORGED
    return ''.join(sorted({c for c in text if c != '\n' and unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp', 'Cs')}))


def child(paths: list[str], item: str, out: int, watch: Watch) -> None:
    "Go through the stages of each file; write a line of JSON before and after each."
    def tell(**line): os.write(out, json.dumps(line).encode() + b'\n')
    size = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + (3 << 30), resource.RLIM_INFINITY))
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    watch.readable.add(os.path.abspath(item))
    before = world()
    for path in paths:
        tell(file=path)
        signal.alarm(60)                                    # one that waits is killed as well
        watch.readable.add(os.path.abspath(path))
        for name, step in stages(path, use_it, item):
            tell(begin=name)
            peak, start, error, res = peak_mb(), time.process_time(), None, None
            signal.setitimer(signal.ITIMER_PROF, KILL)
            watch.using, watch.on = name.startswith('use'), True
            try: res = step()
            except Exception as e: error = e
            watch.on = False
            signal.setitimer(signal.ITIMER_PROF, 0)
            seconds = time.process_time() - start
            text = res if isinstance(res, str) else ''
            if error: text = '\n'.join([str(error), *getattr(error, '__notes__', [])])
            after = world()
            changed = [k for k in before if before[k] != after[k] and not (watch.using and 'random' in k)]
            events, watch.events = watch.events + [f'changed {k}' for k in changed], []
            before = after
            tell(stage=name, error=type(error).__name__ if error else '', typed=isinstance(error, ValueError),
                 text=text[:300], length=len(text), odd=odd_text(text), events=events[:5], seconds=round(seconds, 3),
                 mb=round(peak_mb() - peak), no_memory=no_memory(error))
        watch.readable.discard(os.path.abspath(path))


def peak_mb() -> float: return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def trials(
    paths: list[str],          # model files
    item: str,                 # picture
    watch: Watch,              # started
    batch: int = 25,           # files in one child
) -> Iterator[dict[str, Any]]: # what happened to each, at each stage
    "Open files in child processes; one that is killed has its successor begin with the next file."
    paths = list(paths)
    while paths:
        read, write = os.pipe()
        pid = os.fork()
        if not pid:
            try:
                os.close(read)
                child(paths[:batch], item, write, watch)
                os._exit(0)
            except BaseException as e:                      # nothing may leave the child but by this line
                os.write(write, json.dumps(dict(broken=f'{type(e).__name__}: {e}')).encode() + b'\n')
                os._exit(1)
        os.close(write)
        with open(read, encoding='utf-8') as f: lines = [json.loads(o) for o in f]
        _, status = os.waitpid(pid, 0)
        done: list[dict[str, Any]] = []
        for o in lines:
            if 'file' in o: done.append(dict(file=o['file'], stages={}, broken='', killed=''))
            elif 'stage' in o: done[-1]['stages'][o['stage']] = o
            elif 'broken' in o: done[-1]['broken'] = o['broken']
        if os.WIFSIGNALED(status):
            begun = next(o['begin'] for o in reversed(lines) if 'begin' in o)
            done[-1]['killed'] = f'{begun}: {signal.Signals(os.WTERMSIG(status)).name}'
        yield from done
        paths = paths[len(done):]


def verdict(
    res: dict[str, Any],           # of `trials`
    reader: str = 'load_object',   # who must refuse the file
) -> tuple[str, str]:              # 'refused', 'loaded', or what went wrong; details
    "What to think of a trial."
    if res['killed']: return ('slow' if 'PROF' in res['killed'] or 'ALRM' in res['killed'] else 'crash'), res['killed']
    if res['broken']: return 'crash', res['broken']
    for name, s in res['stages'].items():
        if s['events']: return 'alarm', f'{name}: {"; ".join(s["events"])}'
    for name, s in res['stages'].items():
        if s['no_memory'] or s['mb'] > MEGABYTES: return 'large', f'{name}: {s["mb"]} MB {s["text"][:100]}'
        if s['seconds'] > SECONDS: return 'slow', f'{name}: {s["seconds"]} s'
        if s['odd']: return 'unclean', f'{name}: prints {s["odd"]!r}'
        if s['length'] > 20_000: return 'unclean', f'{name}: prints {s["length"]:,} characters'
    for name, s in res['stages'].items():
        if s['error'] and not s['typed'] and not name.startswith('use') and (
            name != 'load_learner' or reader == name or res['stages']['load_object']['error']):
            return 'untyped', f'{name}: {s["error"]}: {s["text"][:150]}'
    s = res['stages'][reader]
    if not s['error']: return 'loaded', ''
    learner = res['stages']['load_learner']
    if not learner['typed']: return 'untyped', f'load_learner: {learner["error"] or "loads"}'
    return 'refused', f'{s["error"]}: {s["text"][:150]}'


def serve(
    paths: list[str],    # model files; the first is harmless, and warms this process up
    item: str,           # picture
) -> None:
    "Open the files, and print a line of JSON for each."
    out = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)                                        # what is used may print
    warnings.simplefilter('ignore')
    import importlib
    import pkgutil

    import torch

    import minifast.vision.all  # noqa: F401
    torch.set_num_threads(1)
    ours = [m.name for m in pkgutil.walk_packages(minifast.__path__, 'minifast.') if '__main__' not in m.name]
    for m in (*ours, *'matplotlib.pyplot pandas pytz pyarrow timm sklearn.metrics encodings.utf_8_sig'.split()):
        try: importlib.import_module(m)
        except ImportError: pass                            # optional
    for _, step in stages(paths[0], use_it, item):
        try: step()
        except (ValueError, KeyError): pass                 # no learner
    watch = Watch([])
    watch.start()
    for res in trials(paths, item, watch): os.write(out, json.dumps(res).encode() + b'\n')


def try_files(
    paths: Iterable[str | Path],     # model files; the first one is harmless
    item: str | Path,                # picture
) -> list[dict[str, Any]]:           # what happened to each
    "Open files under watch, in another process."
    with tempfile.NamedTemporaryFile('w', suffix='.txt') as f:
        f.write('\n'.join(map(str, paths)))
        f.flush()
        env = {**os.environ, 'PYTHONPATH': os.pathsep.join(sys.path), 'OMP_NUM_THREADS': '1', 'MPLBACKEND': 'Agg',
               'PYTHONDONTWRITEBYTECODE': '1'}
        run = subprocess.run([sys.executable, __file__, '--list', f.name, '--item', str(item)], stdout=subprocess.PIPE,
                             text=True, env=env, check=True)
    return [json.loads(o) for o in run.stdout.splitlines()]


# ---- mutated files

EDGES = [None, True, False, 0, -1, 1, 2, 7, 2**31, 2**53 + 1, 2**63 - 1, 2**63, 2**64, -2**63, 10**30, .5, -.0, 1e308,
         5e-324, '', 'a', '0', 'nan', '../../etc', '\0', '\x1b[2J', '\ud800', 'a' * 10_000]
HOSTILE = '''os:system subprocess:Popen builtins:eval builtins:exec builtins:getattr builtins:open torch:load numpy:load
    torch.serialization:load pickle:loads pathlib:Path.unlink minifast.store.export:save_object
    minifast.callback.progress:CSVLogger minifast.callback.tracker:SaveModelCallback minifast.data.sources:WebDataset
    torchvision.transforms.transforms:Compose torchvision.transforms.transforms:Lambda
    minifast.data.transforms:AttrGetter minifast.data.transforms:ItemGetter types:SimpleNamespace
    collections:defaultdict minifast.learner:Learner torch.nn.modules.module:Module'''.split()
KINDS = '''list dict set tuple frozenset float object class function enum method partial device tensor weakref codec
    reduce type attrs items factory state'''.split()
METHODS = '''to forward __call__ __class__ __dict__ __iter__ __len__ __hash__ __eq__ __del__ __getattr__ numpy encodes
    decodes after_create before_batch after_pred predict _start add_cbs show create_batch wif fs enc items func
    _modules _parameters _buffers _forward_hooks _compiled_call_impl path learn dls order name'''.split()


def unzipped(path: str | Path) -> tuple[dict, bytes]:
    with zipfile.ZipFile(path) as z: return json.loads(z.read('graph.json')), z.read('tensors.safetensors')


class Mutator:
    "Changes model files at random."
    def __init__(self,
        seeds: list[Path],     # good files, of many kinds
        seed: int = 0,         # of the random numbers
    ):
        self.rng, self.seeds = random.Random(seed), [(p, *unzipped(p)) for p in seeds]
        self.names, self.attrs, self.codecs = set(HOSTILE), set(METHODS), set()
        for _, graph, _ in self.seeds:
            for n in graph['nodes']:
                self.names |= {v for k, v in n.items() if k in ('object', 'class', 'function', 'type')}
                self.attrs |= set(n.get('attrs', ()))
                self.codecs |= {n['codec']} if 'codec' in n else set()
        self.names, self.attrs, self.codecs = map(sorted, (self.names, self.attrs, self.codecs))

    def file(self) -> bytes:
        "A bad file."
        rng = self.rng
        path, graph, weights = rng.choice(self.seeds)
        if rng.random() < .06: return self.flipped(path.read_bytes())
        graph = json.loads(json.dumps(graph))
        for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
            rng.choice((self.name, self.name, self.kind, self.reference, self.place, self.place, self.attr, self.method,
                        self.nodes, self.codec, self.view, self.head))(graph)
        if rng.random() < .05: weights = self.flipped(weights)
        f = io.BytesIO()
        with zipfile.ZipFile(f, 'w') as z:
            z.writestr(zipfile.ZipInfo('graph.json'), json.dumps(graph))
            z.writestr(zipfile.ZipInfo('tensors.safetensors'), weights)
        return f.getvalue()

    def flipped(self, data: bytes) -> bytes:
        res, rng = bytearray(data), self.rng
        for _ in range(rng.randrange(1, 5)): res[rng.randrange(len(res))] = rng.randrange(256)
        return bytes(res[:rng.choice((len(res), len(res), rng.randrange(len(res))))])

    def node(self, graph: dict, *kinds: str) -> dict:
        "A node, of one of the kinds if there is one."
        nodes = [n for n in graph['nodes'] if isinstance(n, dict) and n and (not kinds or set(kinds) & set(n))]
        return self.rng.choice(nodes) if nodes else {}

    def ref(self, graph: dict) -> dict: return {'@': self.rng.randrange(max(len(graph['nodes']), 1))}

    def name(self, graph: dict) -> None:
        n, name = self.node(graph, 'object', 'class', 'function', 'type', 'enum'), self.rng.choice(self.names)
        for k in ('object', 'class', 'function', 'type'):
            if k in n: n[k] = name
        if 'enum' in n: n['enum'] = self.rng.choice(([name, 'mro'], [name, '__class__'], name))

    def kind(self, graph: dict) -> None:
        n = self.node(graph)
        if n:
            k = self.rng.choice(list(n))
            n[self.rng.choice(KINDS)] = n.pop(k)

    def reference(self, graph: dict) -> None:
        "Another node where a reference stands."
        refs, todo = [], list(graph['nodes']) if isinstance(graph['nodes'], list) else []
        while todo:
            x = todo.pop()
            if isinstance(x, dict) and '@' in x: refs.append(x)
            elif isinstance(x, (dict, list)): todo.extend(x.values() if isinstance(x, dict) else x)
        if refs:
            r = self.rng.choice(refs)
            r['@'] = self.rng.choice((self.rng.randrange(-1, len(graph['nodes']) + 1), *[self.ref(graph)['@']] * 5))

    def place(self, graph: dict) -> None:
        "Another value somewhere in a node, or one that is gone or there twice."
        x = self.node(graph)
        while True:
            keys = list(x) if isinstance(x, dict) else list(range(len(x)))
            if not keys: return
            k = self.rng.choice(keys)
            if isinstance(x[k], (dict, list)) and x[k] and self.rng.random() < .7:
                x = x[k]
                continue
            what = self.rng.randrange(6)
            if what == 0: del x[k]
            elif what == 1 and isinstance(x, list): x.insert(k, x[k])
            elif what == 2: x[k] = self.ref(graph)
            else: x[k] = self.rng.choice(EDGES)
            return

    def attr(self, graph: dict) -> None:
        n = self.node(graph, 'attrs')
        if isinstance(n.get('attrs'), dict):
            name, old = self.rng.choice(self.attrs), self.rng.choice([*n['attrs'], ''])
            n['attrs'][name] = n['attrs'].pop(old, self.rng.choice((self.ref(graph), self.rng.choice(EDGES))))

    def method(self, graph: dict) -> None:
        "A function, method or bound function as an attribute with the name of a method."
        n, i = self.node(graph, 'object', 'tensor'), len(graph['nodes'])
        graph['nodes'].append(self.rng.choice((
            {'function': self.rng.choice(self.names)}, {'method': [self.ref(graph), self.rng.choice(METHODS)]},
            {'partial': [self.ref(graph), self.ref(graph), self.ref(graph), self.ref(graph)]},
            {'object': self.rng.choice(self.names), 'attrs': {self.rng.choice(METHODS): self.ref(graph)}})))
        if isinstance(n.setdefault('attrs', {}), dict): n['attrs'][self.rng.choice(METHODS)] = {'@': i}

    def nodes(self, graph: dict) -> None:
        "Nodes in another order, there twice, or gone."
        ns, rng = graph['nodes'], self.rng
        i, j = rng.randrange(len(ns)), rng.randrange(len(ns))
        what = rng.randrange(4)
        if what == 0: ns[i], ns[j] = ns[j], ns[i]
        elif what == 1: ns[i] = json.loads(json.dumps(ns[j]))
        elif what == 2: del ns[i]
        else:
            ns[i] = rng.choice(({'list': [{'@': i}]}, {'tuple': [{'@': j}] * 9}, {'dict': [[{'@': j}, {'@': i}]]},
                                {}, []))

    def codec(self, graph: dict) -> None:
        n = self.node(graph, 'codec')
        if 'codec' in n and self.rng.random() < .5: n['codec'] = self.rng.choice(self.codecs)
        elif 'codec' in n: n['state'] = self.rng.choice((self.ref(graph), self.rng.choice(EDGES)))
        else: graph['nodes'][0] = {'codec': self.rng.choice(self.codecs), 'state': self.ref(graph)}

    def view(self, graph: dict) -> None:
        n, rng = self.node(graph, 'tensor'), self.rng
        if 'tensor' not in n: return
        def number(): return rng.choice((0, 1, 2, 3, 10, -1, 2**31, 2**40, 2**62, 2**63, True, .5, None))
        n.update(shape=[number() for _ in range(rng.randrange(4))], stride=[number() for _ in range(rng.randrange(4))],
                 offset=number())

    def head(self, graph: dict) -> None:
        rng = self.rng
        graph[rng.choice(('version', 'format', 'root', 'meta', 'versions', 'more'))] = rng.choice((
            *EDGES, self.ref(graph), {'@': -1}, [1], {'a': '\x1b[2J'}))


def seeds(folder: Path) -> tuple[list[Path], Path]:
    "Good files of many kinds, and a picture."
    import pandas as pd
    import torch
    import torchvision
    from torch import nn

    import minifast.vision.all as v
    from minifast.store.export import save_object
    v.set_seed(0)
    source = v.untar_data(v.URLs.CLIPART)
    made = []
    def learner(name, dls, model, **kwargs):
        made.append(v.Learner(dls, model, path=folder, **kwargs).export(name))
    def net(n, c=3): return nn.Sequential(v.ConvLayer(c, 4, stride=2), v.ResBlock(1, 4, 4), nn.AdaptiveAvgPool2d(1),
                                          v.Flatten(), nn.Linear(4, n))
    common = dict(valid_pct=.2, seed=42, bs=4, num_workers=0, item_tfms=v.Resize(32))
    dls = v.ImageDataLoaders.from_folder(source, **common, batch_tfms=v.aug_transforms())
    learner('vision.pkl', dls, net(dls.c), metrics=[v.accuracy, v.F1Score(average='macro')])
    learner('callbacks.pkl', dls, net(dls.c), cbs=[v.RNNCallback()], loss_func=v.FocalLossFlat(),
            metrics=[v.error_rate, v.RocAuc()], opt_func=v.partial(v.Adam, mom=.8))
    files = sorted(v.get_image_files(source))[::8]
    labels = [f.parent.name for f in files]
    table = pd.DataFrame(dict(file=list(map(str, files)), label=labels, size=range(len(files))))
    dls = v.ImageDataLoaders.from_df(table, path='/', fn_col='file', label_col='label', **common)
    learner('frame.pkl', dls, net(dls.c), metrics=v.accuracy)
    table['when'], table['kind'] = pd.date_range('2024', periods=len(table), tz='UTC'), table.label.astype('category')
    def keep(name, o): made.append(save_object(o, folder/name))
    keep('frames.mf', dict(table=table, column=table['size'], index=table.set_index(['label', 'size']).index,
                           categories=dict(zip('abc', 'xyz')), means=dict(size=2.5), embeddings=nn.Embedding(5, 3)))
    keep('layers.mf', [nn.LSTM(2, 3), nn.TransformerEncoderLayer(4, 2, 8), nn.BatchNorm1d(3), nn.GRUCell(2, 2),
                       torchvision.ops.MLP(3, [4, 2])])
    small = torchvision.models.shufflenet_v2_x0_5(num_classes=2)
    for p in small.parameters(): p.data = torch.zeros(1).expand(p.shape)
    keep('torchvision.mf', small)
    root = Path(__file__).resolve().parents[1]
    return [*made, *sorted((root/'nbs/05_store/golden').glob('*.mf'))], files[0]


def fuzz(
    n: int,                  # files
    seed: int = 0,           # of the random numbers
    keep: str | Path = '',   # folder for what goes wrong; '': none is kept
) -> Counter:                # verdict -> how often
    "Open `n` mutated files."
    with tempfile.TemporaryDirectory() as tmp:
        good, item = seeds(Path(tmp))
        mutator, counts, step = Mutator(good, seed), Counter(), 5000
        for start in range(0, n, step):
            paths = [Path(tmp)/f'{i:06}.mf' for i in range(start, min(start + step, n))]
            for p in paths: p.write_bytes(mutator.file())
            for p, res in zip(paths, try_files([*good, *paths], item)[len(good):]):
                kind, why = verdict(res)
                if kind in ('slow', 'large') and why.startswith('use'): kind += ' in use'
                counts[kind] += 1
                if kind not in ('refused', 'loaded') and keep:
                    shutil.copy(p, keep)
                    print(f'{p.name} {kind}: {why}', flush=True)
                p.unlink()
    return counts


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--list', help='text file with one path a line')
    p.add_argument('--item', default='', help='picture to predict for')
    p.add_argument('--n', type=int, default=2000, help='number of mutated files')
    p.add_argument('--seed', type=int, default=0, help='of the random numbers')
    p.add_argument('--keep', default='', help='folder for files that do something')
    p.add_argument('--try', nargs='+', dest='files', help='open these files')
    args = p.parse_args()
    if args.list: return serve(Path(args.list).read_text().splitlines(), args.item)
    if args.files:
        ours = Path(__file__).resolve().parents[1]/'nbs/05_store/golden/model_v1.mf'
        for res in try_files([ours, *args.files], args.item)[1:]: print(json.dumps([*verdict(res), res]))
        return
    start, counts = time.perf_counter(), fuzz(args.n, args.seed, args.keep)
    print('| outcome | files |\n|---|---|')
    for k, v in counts.most_common(): print(f'| {k} | {v:,} |')
    print(f'\n{time.perf_counter() - start:.0f} s')


if __name__ == '__main__': main()
