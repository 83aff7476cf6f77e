"""Edit a notebook as text, and bring it back run, clean and exported.

    python tools/nb.py out nbs/00_core/00_errors.ipynb      # -> _build/nb/00_core/00_errors.py (percent format)
    python tools/nb.py in  nbs/00_core/00_errors.ipynb      # text -> notebook, export, run from a fresh kernel, clean
    python tools/nb.py run nbs/00_core/00_errors.ipynb ...  # export, run and save outputs, clean, export
"""
import json
import subprocess
import sys
from pathlib import Path

from export import export, root

bin_dir = Path(sys.executable).parent


def sh(*args):
    "Run a command of this environment in the repository's root; stop with its exit status when it fails."
    res = subprocess.run([str(bin_dir/args[0]), *map(str, args[1:])], cwd=root)
    if res.returncode: sys.exit(res.returncode)


def text_path(nb):
    "Where the text form of a notebook lies."
    return root/'_build/nb'/nb.resolve().relative_to(root/'nbs').with_suffix('.py')


def out(nb):
    txt = text_path(nb)
    txt.parent.mkdir(parents=True, exist_ok=True)
    sh('jupytext', '--quiet', '--to', 'py:percent', nb, '-o', txt)
    print(txt.relative_to(root))


def run(*nbs):
    export()
    for nb in nbs:
        try: sh('nbdev-test', nb, '--save', '--n-workers', '0')
        finally: sh('nbdev-clean', '--fname', nb)


def bring_in(nb):
    txt, update = text_path(nb), ['--update'] if nb.exists() else []
    nb.parent.mkdir(parents=True, exist_ok=True)
    sh('jupytext', '--quiet', *update, '--to', 'ipynb', txt, '-o', nb)
    data = json.loads(nb.read_text(encoding='utf-8'))
    data['metadata'] = {'kernelspec': {'display_name': 'python3', 'language': 'python', 'name': 'python3'}}
    nb.write_text(json.dumps(data, ensure_ascii=False, indent=1) + '\n', encoding='utf-8')
    run(nb)


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ('out', 'in', 'run'): sys.exit(__doc__)
    cmd, nbs = sys.argv[1], [Path(p).resolve() for p in sys.argv[2:]]
    if cmd == 'run': return run(*nbs)
    for nb in nbs: (out if cmd == 'out' else bring_in)(nb)


if __name__ == '__main__': main()
