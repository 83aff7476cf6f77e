"""What tokens cost: cutting texts, pieces of words, and the memory of a corpus on the disk.

    python benchmarks/text.py [--peer /path/to/python/with/fastai/and/spacy] [--sentences FILE] [--mb 300]
    python benchmarks/text.py --gb 1 [--keep FOLDER]

One core, in processor time, on the 79 State of the Union addresses of the bundle (2.9 MB), each way five
times, the best counts; the first time, when no word is known, is told too. Agreement: the tokens of fastai
with spaCy that come out the same, by their place in the text; `--sentences` is a file with one sentence a
line, such as the third column of `movieReviewSnippets_GroundTruth.txt` in the sdist of `vaderSentiment`
3.3.2. Memory: a corpus of `--mb` megabytes in files of one megabyte is made of words by Zipf's law, tokenized
to a file of numbers with a vocabulary of its own, and read once by a language model's loader, in a process of
its own, whose largest resident size counts. With `--gb` only the memory is measured, on so many gigabytes with a
long tail of rare words: sentences of the addresses in another order, in which one word in 25 is made of halves of
two others. The vocabulary is counted on a twentieth of the files. With `--keep` a run that was stopped goes on with
the same command.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')


def seconds(f):
    start = time.process_time()
    res = f()
    return time.process_time() - start, res


def spans(tokens):
    "Where tokens begin and end in the text without blanks."
    ends = list(accumulate(map(len, tokens)))
    return set(zip([0, *ends], ends))


def agreement(ours, theirs):
    same, n = 0, 0
    for a, b in zip(ours, theirs):
        b = spans(b)
        same, n = same + len(spans(a) & b), n + len(b)
    return same/n


def peer(file):
    "What fastai needs for texts, and its tokens."
    from fastai.text.all import SubwordTokenizer, TokenizeWithRules, WordTokenizer
    data = json.loads(Path(file).read_text())
    res, tw = {}, TokenizeWithRules(WordTokenizer())
    for _ in range(5):
        took, res['tokens'] = seconds(lambda tw=tw: [list(o) for o in tw(data['texts'])])
        res['words'], res['first'] = min(took, res.get('words', took)), res.get('first', took)
    res['sentences'] = [list(o) for o in tw(data['sentences'])]
    with tempfile.TemporaryDirectory() as d:
        sub = SubwordTokenizer(cache_dir=d, vocab_sz=8000)
        ts = TokenizeWithRules(sub)
        words = [o.split() for o in data['texts']]       # texts of more than 4,192 bytes would be left out
        sub.setup([' '.join(o[i:i + 300]) for o in words for i in range(0, len(o), 300)], ts.rules)
        for _ in range(5):
            took, tokens = seconds(lambda ts=ts: [list(o) for o in ts(data['texts'])])
            res['pieces'] = min(took, res.get('pieces', took))
    res['n_pieces'] = sum(map(len, tokens))
    Path(file).write_text(json.dumps(res))


def own(data, theirs):
    from importlib.util import find_spec
    from minifast.text.core import SpacyTokenizer, SubwordTokenizer, TokenizeWithRules, WordTokenizer
    mb = sum(len(o.encode()) for o in data['texts'])/1e6

    def line(name, took, n, base=None):
        print(f'| {name} | {n/took:,.0f} | {mb/took:.2f} | {f"{base[0]*n/base[1]/took:.1f}x" if base else ""} |')

    print('| one core | tokens/s | MB/s | |\n|---|---|---|---|')
    base = None
    if theirs:
        base = theirs['words'], sum(map(len, theirs['tokens']))
        line('fastai, spaCy', *base)
        pieces = theirs['pieces'], theirs['n_pieces']
        line('fastai, SentencePiece, 8,000 pieces', *pieces)
    kinds = [WordTokenizer] + [SpacyTokenizer] * (find_spec('spacy') is not None)
    for kind in kinds:
        took, tw = [], TokenizeWithRules(kind())
        for _ in range(5):
            t, tokens = seconds(lambda tw=tw: [list(o) for o in tw(data['texts'])])
            took.append(t)
        n = sum(map(len, tokens))
        line(kind.__name__, min(took), n, base)
        line(' ... the first time, when no word is known', took[0], n, theirs and (theirs['first'], base[1]))
        if theirs:
            same = agreement(tokens, theirs['tokens'])
            more = [list(o) for o in tw(data['sentences'])]
            also = f', {agreement(more, theirs["sentences"]):.3%} of the sentences' if more else ''
            print(f'|  ... tokens as fastai: {same:.3%} of the addresses{also} | | | |')
    sub = SubwordTokenizer(vocab_sz=8000)
    trained, _ = seconds(lambda: sub.setup(data['texts']))
    for name, rules in (('SubwordTokenizer, 8,000 pieces, with the rules', None), ('without rules', [])):
        ts, took = TokenizeWithRules(sub, rules, [] if rules is not None else None), []
        for _ in range(5):
            t, tokens = seconds(lambda ts=ts: [list(o) for o in ts(data['texts'])])
            took.append(t)
        line(name, min(took), sum(map(len, tokens)), base)
        if theirs: print(f'|  ... MB/s over those of fastai with SentencePiece: {pieces[0]/min(took):.1f}x | | | |')
    print(f'|  ... training: {trained:.1f} s | | | |')


def corpus(folder, mb, words):
    "Files of one megabyte each: words by Zipf's law, sentences of 12 to 28 of them."
    import numpy as np
    rng, words = np.random.default_rng(0), np.array(words, dtype=object)
    p = 1/np.arange(1, len(words) + 1)
    p /= p.sum()
    for i in range(mb):
        out, size = [], 0
        for sentence in np.split(rng.choice(words, 250_000, p=p), np.arange(20, 250_000, 20)):
            s = ' '.join(sentence).capitalize() + '.'
            out.append(s)
            size += len(s.encode()) + 1
            if size > 1_000_000: break
        (folder/f'{i:05}.txt').write_text(' '.join(out), encoding='utf-8')


def long_tail(folder, mb, texts, share=.04):
    "Files of one megabyte each: sentences in another order, some words of which are new."
    import random
    import re
    sentences = [s for t in texts for s in re.split(r'(?<=[.!?]) ', t) if s]
    words = sorted({w for t in texts for w in re.findall(r'[a-z]{4,}', t)})
    for i in range(mb):
        file = folder/f'{i:05}.txt'
        if file.exists(): continue
        rng, out, size = random.Random(i), [], 0
        while size < 1_000_000:
            some = rng.choice(sentences).split(' ')
            for k in range(len(some)):
                if rng.random() < share: some[k] = rng.choice(words)[:5] + rng.choice(words)[-5:]
            out.append(' '.join(some))
            size += len(out[-1]) + 1
        (part := file.with_suffix('.part')).write_text(' '.join(out), encoding='utf-8')
        part.rename(file)


def rss(what='VmHWM'):                     # the largest of this process alone: getrusage counts that of its parent
    told = Path('/proc/self/status').read_text(encoding='utf-8')
    return int(told.split(f'{what}:')[1].split()[0])/1024


def gigabytes(folder):
    "Tokenize a folder with a vocabulary of a twentieth of it, and read it once."
    import torch  # noqa: F401
    alone = rss()
    from minifast.text.files import TokenFile, count_tokens
    from minifast.text.folders import TextFiles
    from minifast.text.lm import LMDataLoader
    from minifast.text.parallel import parallel_tokenize
    from minifast.text.vocab import make_vocab
    from minifast.text.words import WordTokenizer
    start, files, words = rss(), sorted(Path(folder).glob('*.txt')), Path(folder)/'words.json'
    if not words.exists():
        some = TextFiles(files[::20])
        count = count_tokens(o for _, o in parallel_tokenize(some, WordTokenizer()))
        words.write_text(json.dumps([make_vocab(count), len(count)]))
    vocab, n = json.loads(words.read_text())
    print(f'{n:,} different tokens in {len(files[::20])} of {len(files)} files, {len(vocab):,} in the vocabulary',
          flush=True)
    part = Path(folder)/'corpus.tok.part.json'
    had = json.loads(part.read_text())['n_texts'] if part.exists() else 0
    took, tokens = seconds(lambda: TokenFile.create(Path(folder)/'corpus.tok', TextFiles(files), vocab=vocab))
    made = rss()
    dl = LMDataLoader(tokens, bs=64, seq_len=72, shuffle=True, seed=0)
    read, n = seconds(lambda: sum(x.numel() for x, _ in dl))
    print(f'| {len(files)} MB, {tokens.n_tokens:,} tokens | torch alone {alone:.0f} MB, with ours {start:.0f} MB | '
          f'{made - start:.0f} MB more after writing, {(len(files) - had)/max(took, .1):.1f} MB/s in this run of '
          f'{len(files) - had} files | {rss() - start:.0f} MB more after reading {n/read/1e6:.1f}M tokens/s |')


def memory(folder):
    from minifast.text.files import TokenFile
    from minifast.text.folders import TextFiles
    from minifast.text.lm import LMDataLoader
    start, files = rss(), sorted(Path(folder).glob('*.txt'))
    took, tokens = seconds(lambda: TokenFile.create(Path(folder)/'corpus.tok', TextFiles(files)))
    made = rss()
    dl = LMDataLoader(tokens, bs=64, seq_len=72, shuffle=True, seed=0)
    read, n = seconds(lambda: sum(x.numel() for x, _ in dl))
    print(f'| {len(files)} MB in {len(files)} files, {tokens.n_tokens:,} tokens | {start:.0f} MB at the start | '
          f'{made:.0f} MB after writing in {took:.0f} s | {rss():.0f} MB after reading {n/read/1e6:.1f}M tokens/s |')


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    for name in ('--peer', '--sentences', '--as-peer', '--memory-of', '--gigabytes-of', '--keep'): p.add_argument(name)
    p.add_argument('--gb', type=float, default=0)
    p.add_argument('--mb', type=int, default=300)
    a = p.parse_args()
    if a.as_peer: return peer(a.as_peer)
    if a.memory_of: return memory(a.memory_of)
    if a.gigabytes_of: return gigabytes(a.gigabytes_of)
    from minifast.data.external import URLs, untar_data
    texts = [f.read_text(encoding='utf-8') for f in sorted(untar_data(URLs.SOTU).glob('*.txt'))]
    sentences = Path(a.sentences).read_text(encoding='utf-8').splitlines() if a.sentences else []
    if a.gb:
        with tempfile.TemporaryDirectory() as d:
            (d := Path(a.keep or d)).mkdir(parents=True, exist_ok=True)
            long_tail(d, round(1000*a.gb), texts)
            subprocess.run([sys.executable, __file__, '--gigabytes-of', str(d)], check=True)
        return
    data, theirs = dict(texts=texts, sentences=sentences), None
    with tempfile.TemporaryDirectory() as d:
        if a.peer:
            (file := Path(d)/'data.json').write_text(json.dumps(data))
            subprocess.run([a.peer, __file__, '--as-peer', str(file)], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            theirs = json.loads(file.read_text())
        own(data, theirs)
    if a.mb:
        with tempfile.TemporaryDirectory() as d:
            words = list(dict.fromkeys(w for t in texts for w in t.split()))
            corpus(Path(d), a.mb, words)
            subprocess.run([sys.executable, __file__, '--memory-of', d], check=True)


if __name__ == '__main__': main()
