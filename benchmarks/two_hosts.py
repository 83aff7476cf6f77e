"""Train on two 'hosts' of one machine, cut one of them off, and bring it back.

    python benchmarks/two_hosts.py             # needs root and `ip netns`; says why and ends with 0 where it may not

Each host is a network namespace with an address of its own, joined by a veth pair. `torchrun` runs in each, they meet
at the first one, and train on gloo over the link. One run that nothing happens to gives the weights that all others
must have in the end:

- the link is down for good from a step on: both hosts end with an error instead of waiting. The same command again,
  when the link is back, goes on from the newest checkpoint;
- all processes of the second host are stopped (SIGSTOP) for three seconds, less than the watch waits: the run goes on
  as if nothing had happened;
- they are stopped for good: the first host names the rank that does not answer, and ends. When they are continued they
  find that they are alone, and end. The same command again goes on from the newest checkpoint.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch

hosts, addresses = ('mfhost0', 'mfhost1'), ('10.83.7.1', '10.83.7.2')
limit = 150                      # seconds for one run

script = '''
import sys, time, torch
import minifast.train.schedule
from pathlib import Path
from torch import nn
from minifast.callback.resume import Resume
from minifast.core.dist import rank_distrib
from minifast.core.random import set_seed
from minifast.data.core import DataLoaders, TfmdDL
from minifast.distributed.trainer import DistributedTrainer
from minifast.losses.core import MSELossFlat
from minifast.optim.optimizer import Adam
from minifast.train.callback import Callback
from minifast.train.learner import Learner

folder, pause = Path(sys.argv[1]), float(sys.argv[2])

class Slow(Callback):
    "Says how far it is, and leaves time to cut the link."
    run_valid, exportable, resumable = False, False, False
    def after_batch(self):
        (folder/f'step{rank_distrib()}').write_text(str(self.learn.train_iter))
        time.sleep(pause)

set_seed(7)
g = torch.Generator().manual_seed(1)
x = torch.randn(64, 4, generator=g)
dls = DataLoaders(TfmdDL((x, x.sum(1, keepdim=True)), bs=4, shuffle=True, seed=3), TfmdDL((x[:13], x[:13, :1]), bs=4))
model = nn.Sequential(nn.Linear(4, 16), nn.Dropout(.2), nn.ReLU(), nn.Linear(16, 1))
learn = Learner(dls, model, MSELossFlat(), opt_func=Adam, lr=.01, path=folder,
                cbs=[Resume(every=4, name='run'), Slow()])
learn.logger, learn.create_mbar = (lambda o: None), False
with learn.distrib_ctx(timeout=15., watch=8.): learn.fit(3)
if rank_distrib() == 0: torch.save(model.state_dict(), folder/'weights.pth')
'''


def ip(*args): return subprocess.run(['ip', *args], capture_output=True, text=True, timeout=20)


def refused():
    "Why namespaces cannot be made here; the empty string: they can."
    if not shutil.which('ip'): return 'there is no program `ip` (package iproute2)'
    made = ip('netns', 'add', hosts[0])
    if made.returncode: return f'ip netns add: {made.stderr.strip()}'
    ip('netns', 'del', hosts[0])
    return ''


def make_hosts():
    "Two namespaces with an address each, joined by a veth pair."
    remove_hosts()
    for h in hosts: ip('netns', 'add', h)
    made = ip('link', 'add', 'mfveth0', 'type', 'veth', 'peer', 'name', 'mfveth1')
    if made.returncode: raise RuntimeError(f'ip link add: {made.stderr.strip()}')
    for k, (h, a) in enumerate(zip(hosts, addresses)):
        ip('link', 'set', f'mfveth{k}', 'netns', h)
        ip('-n', h, 'addr', 'add', f'{a}/24', 'dev', f'mfveth{k}')
        for dev in (f'mfveth{k}', 'lo'): ip('-n', h, 'link', 'set', dev, 'up')


def remove_hosts():
    for h in hosts: ip('netns', 'del', h)


def link(state): ip('-n', hosts[1], 'link', 'set', 'mfveth1', state)


def start(folder, pause):
    "`torchrun` on both hosts."
    procs = []
    for k, h in enumerate(hosts):
        cmd = ['ip', 'netns', 'exec', h, sys.executable, '-m', 'minifast.launch', '--nnodes=2', '--nproc=1',
               '--max-restarts=0', f'--node-rank={k}', f'--master-addr={addresses[0]}', '--master-port=29517',
               folder/'train.py', folder, str(pause)]
        env = os.environ | dict(GLOO_SOCKET_IFNAME=f'mfveth{k}', OMP_NUM_THREADS='1')
        log = open(folder/f'host{k}.log', 'a')
        procs.append(subprocess.Popen(cmd, env=env, stdout=log, stderr=subprocess.STDOUT, text=True))
    return procs


def wait(procs, seconds=limit):
    "Exit statuses; a process that has not ended is killed, and its status is `None`."
    until = time.time() + seconds
    while time.time() < until and any(p.poll() is None for p in procs): time.sleep(.2)
    codes = [p.poll() for p in procs]
    for p in procs:
        if p.poll() is None: p.kill()
    return codes


def family(pid):
    "A process and all that it has started."
    lists = [f.read_text().split() for f in Path(f'/proc/{pid}/task').glob('*/children')]
    return [pid, *(p for o in lists for child in o for p in family(int(child)))]


def send(proc, sent):
    "A signal to all processes of a host."
    for pid in family(proc.pid): os.kill(pid, sent)


def begun(folder, n=10):
    "Both hosts, when they have come to a step."
    began, procs = time.time(), start(folder, .5)
    while step_of(folder) < n and time.time() - began < limit: time.sleep(.1)
    assert step_of(folder) >= n, logs(folder)
    return procs


def check_weights(runs, name):
    a, b = (torch.load(runs[k]/'weights.pth', weights_only=True) for k in ('whole', name))
    same = all(torch.equal(a[k], b[k]) for k in a)
    print('   weights equal bit by bit:', same)
    assert same


def go_on(runs, name):
    "The same command again."
    codes = wait(start(runs[name], 0.))
    said = (runs[name]/'host0.log').read_text()
    at = next((o.rpartition(': ')[2] for o in said.splitlines() if 'Going on from' in o), 'nothing')
    print(f'   the same command: exit statuses {codes}, went on from {at}')
    assert codes == [0, 0], logs(runs[name])
    check_weights(runs, name)


def step_of(folder):
    try: return int((folder/'step0').read_text())
    except (FileNotFoundError, ValueError): return 0


def logs(folder): return '\n'.join(f'--- {f.name}\n{f.read_text()[-2000:]}' for f in sorted(folder.glob('host*.log')))


def main():
    if why := refused(): return print(f'skipped: {why}. Run it as root on Linux, or in a container with CAP_SYS_ADMIN.')
    tmp = Path(tempfile.mkdtemp())
    try:
        make_hosts()
        runs = {k: tmp/k for k in ('whole', 'cut', 'paused', 'stopped')}
        for f in runs.values():
            f.mkdir()
            (f/'train.py').write_text(script)
        codes = wait(start(runs['whole'], 0.))
        print('1. two hosts train: exit statuses', codes)
        assert codes == [0, 0], logs(runs['whole'])

        procs = begun(runs['cut'])
        link('down')
        cut = time.time()
        codes = wait(procs)
        print(f'2. link cut at step {step_of(runs["cut"])}: exit statuses {codes} after {time.time() - cut:.0f} s')
        assert all(c not in (0, None) for c in codes), logs(runs['cut'])
        link('up')
        go_on(runs, 'cut')

        procs = begun(runs['paused'])
        send(procs[1], signal.SIGSTOP)
        time.sleep(3)
        send(procs[1], signal.SIGCONT)
        codes = wait(procs)
        print(f'3. second host stopped for 3 s: exit statuses {codes}')
        assert codes == [0, 0], logs(runs['paused'])
        check_weights(runs, 'paused')

        procs = begun(runs['stopped'])
        send(procs[1], signal.SIGSTOP)
        stopped = time.time()
        code, = wait(procs[:1])
        said = (runs['stopped']/'host0.log').read_text()
        named = next((o for o in said.splitlines() if 'Rank 1 of 2 has been at' in o), 'nobody is named')
        print(f'4. second host stopped: the first ends with {code} after {time.time() - stopped:.0f} s\n   {named}')
        assert code and 'Rank 1 of 2' in named, logs(runs['stopped'])
        send(procs[1], signal.SIGCONT)
        code, = wait(procs[1:])
        print(f'   continued: the second ends with {code}')
        assert code, logs(runs['stopped'])
        go_on(runs, 'stopped')
    finally:
        remove_hosts()
        shutil.rmtree(tmp, ignore_errors=True)


if __name__ == '__main__': main()
