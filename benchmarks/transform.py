"""What it costs to call a transform: matched, unmatched and on a sample, beside fastai where it is installed.

    python benchmarks/transform.py [--peer /path/to/python/with/fastai]

Prints microseconds a call (the best of several rounds) and the ratio of the peer's to ours.
"""
import argparse
import json
import subprocess
import sys
import timeit

ROUNDS, CALLS = 7, 20_000


def measure():
    "Microseconds a call, by case, of the `Transform` of whichever library this interpreter has."
    try: from minifast.core.transform import Pipeline, Transform
    except ImportError: from fasttransform import Pipeline, Transform

    class Neg(Transform):
        def encodes(self, x: int): return x
        def encodes(self, x: float): return x

    neg, pipe = Neg(), Pipeline([Neg(), Neg(), Neg()])
    cases = {'matched': lambda: neg(1), 'passed through': lambda: neg('a'),
             'sample of two, one matched': lambda: neg((1, 'a')),
             'pipeline of three': lambda: pipe(1)}
    return {name: min(timeit.repeat(f, number=CALLS, repeat=ROUNDS)) / CALLS * 1e6 for name, f in cases.items()}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--peer', help='a Python that has fastai')
    p.add_argument('--json', action='store_true', help='print only the figures of this interpreter')
    args = p.parse_args()
    ours = measure()
    if args.json: return print(json.dumps(ours))
    peer = json.loads(subprocess.run([args.peer, __file__, '--json'], check=True, capture_output=True, text=True)
                      .stdout) if args.peer else {}
    print(f'{"case":28}{"minifast us":>12}{"peer us":>10}{"ratio":>8}')
    for name, us in ours.items():
        print(f'{name:28}{us:12.2f}' + (f'{peer[name]:10.2f}{peer[name] / us:8.1f}' if peer else ''))


if __name__ == '__main__': sys.exit(main())
