"Make the pages of the built site light. `tools/docs.py` calls it after Sphinx."
import re

from PIL import Image

selector_re = re.compile(r'\.(-?[A-Za-z_][\w-]*)')


def used_rules(css, words):
    "The rules of a style sheet that can apply: those whose classes all stand among `words`."
    out, i = [], 0
    while (brace := css.find('{', i)) >= 0:
        head = css[i:brace].strip()
        depth, end = 1, brace + 1
        while depth: depth += {'{': 1, '}': -1}.get(css[end], 0); end += 1
        body, i = css[brace + 1:end - 1], end
        while head.startswith(('@charset', '@import')):
            line, _, head = head.partition(';')
            out.append(line + ';')
        if head.startswith(('@media', '@supports')):
            if body := used_rules(body, words): out.append(f'{head}{{{body}}}')
        elif head.startswith('@'): out.append(f'{head}{{{body}}}')
        else:
            kept = [sel for sel in re.split(r',(?![^(]*\))', head) if all(c in words for c in selector_re.findall(sel))]
            if kept: out.append(f'{",".join(kept)}{{{body}}}')
    return ''.join(out) + css[i:]


def slim(html):
    """Take out of a built site the highlighting that sets no colour and the style rules that no page can use. A class
    is used if it stands on a page or anywhere in a script. Large pictures keep 256 colours."""
    words = set()
    for path in [*html.rglob('*.html'), *html.rglob('*.js')]:
        text = path.read_text(encoding='utf-8')
        if path.suffix == '.html':
            text = re.sub(r'<span class="(?:n|p|w)">([^<]*)</span>', r'\1', text)
            path.write_text(text, encoding='utf-8')
            text = ' '.join(re.findall(r'class="([^"]*)"', text) + re.findall(r'<script>.*?</script>', text, re.S))
        words.update(re.findall(r'[\w-]+', text))
    for path in html.rglob('*.css'):
        comments = re.compile(r'/\*.*?\*/', re.S)
        path.write_text(used_rules(comments.sub('', path.read_text(encoding='utf-8')), words), encoding='utf-8')
    for path in html.rglob('*.map'): path.unlink()
    for path in (html/'_images').glob('*.png'):
        if path.stat().st_size > 120_000: Image.open(path).convert('RGB').quantize(256).save(path, optimize=True)
