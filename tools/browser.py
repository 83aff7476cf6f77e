"""Drive what is made of widgets in a real browser: the app of pictures, served with Voila, and the cleaner.

    python tools/browser.py [--chromium /usr/bin/chromium] [--out FOLDER]

Needs `pip install 'minifast[app]' playwright` and a Chromium. The app's notebook is served as a visitor gets it: a
picture is chosen and classified, then a file that is no picture. A page with `ImageClassifierCleaner` over a copy of
the bundled drawings is served too: a menu is set, undone and set again, nothing may be written before the button that
calls `apply`, and afterwards the file lies in the other folder. Prints a line for each thing that was seen, saves
screenshots to FOLDER, and ends with status 1 where something is not as it should be.
"""
import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

root = Path(__file__).resolve().parents[1]
app = root/'nbs/90_tutorials/28_picture_app.ipynb'
cleaner_cell = '''
import torch
from minifast.vision.all import *
from minifast.vision.widgets import *
path = Path({folder!r})
dls = ImageDataLoaders.from_folder(path, valid_pct=.2, seed=0, bs=32, num_workers=0, item_tfms=Resize(64, "squish"))
learn = vision_learner(dls, squeezenet1_1)
cleaner = ImageClassifierCleaner(learn, max_n=6)
button, told = widgets.Button(description="Apply"), widgets.Label()
def apply(_): told.value = f"{{len(cleaner.apply())}} moved"
button.on_click(apply)
display(VBox([cleaner.widget, button, told]))
'''


@contextmanager
def served(notebook):
    "The address of a notebook that Voila serves."
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        port = s.getsockname()[1]
    env = os.environ | {'PYTHONPATH': os.pathsep.join([str(root), os.environ.get('PYTHONPATH', '')])}
    server = subprocess.Popen([sys.executable, '-m', 'voila', str(notebook), f'--port={port}', '--no-browser',
                               '--VoilaConfiguration.show_tracebacks=True'], env=env,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(240):
            if server.poll() is not None: sys.exit(f'Voila has ended: {server.stderr.read()[-2000:]}')
            try: socket.create_connection(('127.0.0.1', port), timeout=1).close()
            except OSError: time.sleep(.5)
            else: break
        yield f'http://127.0.0.1:{port}'
    finally:
        server.terminate()
        server.wait(20)


def told(what, ok):
    print('ok  ' if ok else 'BAD ', what, flush=True)
    return ok


def drive_app(page, out, picture):
    "Choose, classify, look."
    choose = page.get_by_role('button', name='Choose')

    def give(file):
        with page.expect_file_chooser() as chooser: choose.click()
        chooser.value.set_files(file)
        page.wait_for_timeout(1500)

    def answer(text): return page.locator('.widget-html', has_text=text).last

    try: choose.wait_for(timeout=500_000)
    finally: page.screenshot(path=out/'app_first.png')
    page.get_by_role('button', name='Classify').click()
    answer('Choose a picture first').wait_for()
    give(picture)
    page.get_by_role('button', name='Classify').click()
    answer('with probability').wait_for(timeout=60_000)
    said = answer('with probability').inner_text()
    widths = page.evaluate('[...document.images].map(o => o.naturalWidth)')           # 0: broken
    page.screenshot(path=out/'app_after.png')
    bad = Path(tempfile.mkdtemp())/'no.jpg'
    bad.write_text('no picture')
    give(bad)
    page.get_by_role('button', name='Classify').click()
    answer('no picture that can be read').wait_for(timeout=60_000)
    code = page.get_by_text('def classify').count()
    return all([told(f'app: {said}', said.startswith(picture.parent.name)),
                told(f'app: the picture is shown, {widths} pixels wide', len(widths) > 0 and min(widths) > 0),
                told('app: a file that is no picture is refused', True),
                told('app: no code on the page', code == 0)])


def drive_cleaner(page, out, folder):
    "Menus, undo, apply."
    def files(): return sorted(f.relative_to(folder).as_posix() for f in folder.rglob('*.jpg'))
    before, first = files(), page.locator('select').nth(2)
    first.wait_for(timeout=400_000)
    page.wait_for_timeout(1500)
    pictures = page.evaluate('[...document.images].filter(o => o.naturalWidth > 0).length')
    page.screenshot(path=out/'cleaner_before.png')
    undo = page.get_by_role('button', name='Undo')
    waits = [undo.is_disabled()]
    first.select_option('food')
    page.wait_for_timeout(1500)
    waits.append(undo.is_enabled())
    undo.click()
    page.wait_for_timeout(1500)
    undone = first.input_value()
    first.select_option('food')
    page.locator('select').nth(3).select_option('<Delete>')
    page.wait_for_timeout(1500)
    page.screenshot(path=out/'cleaner_chosen.png')
    untouched = files() == before
    page.get_by_role('button', name='Apply').click()
    page.get_by_text('2 moved').wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    page.screenshot(path=out/'cleaner_after.png')
    gone, new = {*before} - {*files()}, {*files()} - {*before}
    return all([told(f'cleaner: {pictures} pictures are shown', pictures >= 6),
                told('cleaner: undo is there once something was chosen', all(waits)),
                told(f'cleaner: undone, the menu says {undone!r}', undone == '<Keep>'),
                told('cleaner: nothing was written before apply', untouched),
                told(f'cleaner: {sorted(gone)} -> {sorted(new)}', sorted(o.split('/')[0] for o in new) ==
                     ['deleted', 'food'])])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--chromium', default=shutil.which('chromium'))
    p.add_argument('--out', type=Path, default=Path('_build/browser'))
    args = p.parse_args()
    from playwright.sync_api import sync_playwright
    from minifast.data.external import URLs, untar_data
    args.out.mkdir(parents=True, exist_ok=True)
    pictures = untar_data(URLs.CLIPART)
    ok = True
    with sync_playwright() as pw, tempfile.TemporaryDirectory() as tmp:
        browser = pw.chromium.launch(executable_path=args.chromium, args=['--no-sandbox', '--disable-gpu'])
        page = browser.new_page(viewport=dict(width=1100, height=900))
        page.set_default_timeout(60_000)
        with served(app) as url:
            page.goto(url, timeout=400_000)
            ok &= drive_app(page, args.out, sorted((pictures/'vehicles').glob('*.jpg'))[5])
        folder = Path(tmp)/'pictures'
        for kind in ('animals', 'food'): shutil.copytree(pictures/kind, folder/kind)
        cell = dict(cell_type='code', id='a', metadata={}, outputs=[], execution_count=None,
                    source=cleaner_cell.format(folder=str(folder)))
        kernel = dict(kernelspec=dict(display_name='python3', language='python', name='python3'))
        (Path(tmp)/'cleaner.ipynb').write_text(json.dumps(dict(cells=[cell], metadata=kernel, nbformat=4,
                                                               nbformat_minor=5)))
        with served(Path(tmp)/'cleaner.ipynb') as url:
            page.goto(url, timeout=400_000)
            ok &= drive_cleaner(page, args.out, folder)
        browser.close()
    print('screenshots:', *sorted(o.name for o in args.out.glob('*.png')))
    sys.exit(not ok)


if __name__ == '__main__': main()
