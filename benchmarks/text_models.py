"""What the text models cost.

    python benchmarks/text_models.py [--peer /path/to/python/with/fastai] [--turns 7] [--vocab 10000]

On one thread, in processor time, the best of several turns. AWD-LSTM: forward and backward with fastai's settings for
language models (three layers, 400 and 1152 features), against an embedding, three bare `nn.LSTM` and a linear layer of
the same sizes without dropout. GPT: epochs of a Learner against the same steps in a loop by hand, with
PyTorch's fused AdamW; both with one batch of validation.
"""
import argparse
import os
import subprocess
import sys
import time

os.environ.setdefault('OMP_NUM_THREADS', '1')
import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)


def lib():
    "The text models of a library: minifast where this interpreter has it, else fastai."
    try: from minifast.text.models import awdlstm, core
    except ImportError: from fastai.text.models import awdlstm, core
    return awdlstm, core


def in_turns(n, *fs):
    "The shortest time of each function, in seconds."
    best = [float('inf')]*len(fs)
    for _ in range(n):
        for i, f in enumerate(fs):
            start = time.process_time()
            f()
            best[i] = min(best[i], time.process_time() - start)
    return best


class Bare(nn.Module):
    "What an AWD-LSTM is without its dropouts and without a state."
    def __init__(self, vocab_sz, emb_sz=400, n_hid=1152):
        super().__init__()
        self.emb, self.out = nn.Embedding(vocab_sz, emb_sz), nn.Linear(emb_sz, vocab_sz)
        self.out.weight = self.emb.weight
        sizes = [emb_sz, n_hid, n_hid, emb_sz]
        self.rnns = nn.ModuleList(nn.LSTM(i, o, batch_first=True) for i, o in zip(sizes, sizes[1:]))

    def forward(self, x):
        x = self.emb(x)
        for rnn in self.rnns: x = rnn(x)[0]
        return [self.out(x)]


def step(model, x):
    F.cross_entropy(model(x[:, :-1])[0].flatten(0, 1), x[:, 1:].flatten()).backward()
    model.zero_grad()


def awd(turns, vocab_sz, bs, sl):
    "Tokens a second of the model and of bare LSTMs."
    awdlstm, core = lib()
    torch.manual_seed(0)
    models = core.get_language_model(awdlstm.AWD_LSTM, vocab_sz), Bare(vocab_sz)
    x = torch.randint(2, vocab_sz, (bs, sl + 1))
    for m in models: step(m, x)
    ours, bare = in_turns(turns, *(lambda m=m: step(m, x) for m in models))
    name = awdlstm.__name__.partition('.')[0]
    print(f'{name} AWD-LSTM, batch {bs} x {sl}: {bs*sl/ours:.0f} tokens/s, bare LSTMs {bs*sl/bare:.0f}: '
          f'{bare/ours:.3f}', flush=True)


def gpt(turns, vocab_sz, bs=8, sl=128, n=4):
    "Tokens a second of a Learner's epoch, and of the same steps by hand."
    from minifast.text.learner import language_model_learner
    from minifast.text.models.gpt import GPT
    from minifast.data.core import DataLoaders
    from minifast.train import progress, schedule  # noqa: F401
    from minifast.text.models.core import get_language_model
    torch.manual_seed(0)
    x = torch.randint(2, vocab_sz, (n + 1, bs, sl + 1))
    batches = [(o[:, :-1], o[:, 1:]) for o in x]
    dls = DataLoaders(batches[:n], batches[n:], device='cpu')
    dls.vocab = ['xxunk', 'xxpad', *map(str, range(vocab_sz - 2))]
    learn = language_model_learner(dls, GPT, pretrained=False)
    model = get_language_model(GPT, vocab_sz)
    opt = torch.optim.AdamW(model.parameters(), 1e-3, fused=True)

    def epoch():
        with learn.no_bar(), learn.no_logging(): learn.fit(1, 1e-3)

    def by_hand():
        model.train()
        for xb, yb in batches[:n]:
            F.cross_entropy(model(xb)[0].flatten(0, 1), yb.flatten()).backward()
            opt.step()
            opt.zero_grad()
        model.eval()
        with torch.no_grad():
            for xb, yb in batches[n:]: F.cross_entropy(model(xb)[0].flatten(0, 1), yb.flatten()).item()

    epoch()
    by_hand()
    ours, bare = in_turns(turns, epoch, by_hand)
    print(f'minifast GPT 4 x 256, batch {bs} x {sl}: {n*bs*sl/ours:.0f} tokens/s, by hand {n*bs*sl/bare:.0f}: '
          f'{bare/ours:.3f}', flush=True)


if __name__ == '__main__':
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument('--peer')
    p.add_argument('--turns', type=int, default=7)
    p.add_argument('--vocab', type=int, default=10_000)
    args = p.parse_args()
    for bs, sl in (16, 35), (32, 72): awd(args.turns, args.vocab, bs, sl)
    if 'minifast' in sys.modules: gpt(args.turns, args.vocab)
    env = {k: v for k, v in os.environ.items() if k != 'PYTHONPATH'}
    if args.peer: subprocess.run([args.peer, sys.argv[0], '--turns', str(args.turns), '--vocab', str(args.vocab)],
                                 check=True, env=env)
