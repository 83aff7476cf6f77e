"""Check every internal link and anchor of the built documentation site.

    python tools/links.py [_build/html]

Pictures, style sheets, scripts and anchors count. Addresses of other sites are not visited. Exit status 1 if one is
broken.
"""
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

root = Path(__file__).resolve().parents[1]


class Page(HTMLParser):
    "The ids and the links of one page."
    def __init__(self, path):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(path.read_text(encoding='utf-8'))

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == 'id' or (tag, name) == ('a', 'name'): self.ids.add(value)
            elif name in ('href', 'src') and value and tag != 'base': self.links.append(value)


def broken(site, pages):
    "Triples (page, link, what is wrong)."
    for path, page in pages.items():
        for link in page.links:
            url = urlsplit(link)
            if url.scheme or url.netloc: continue
            to = (path.parent/unquote(url.path)).resolve() if url.path else path
            if to.is_dir(): to = to/'index.html'
            if not to.exists(): yield path, link, 'no such file'
            elif url.fragment and to in pages and unquote(url.fragment) not in pages[to].ids:
                yield path, link, 'no such anchor'


def main():
    site = Path(sys.argv[1] if len(sys.argv) > 1 else root/'_build/html').resolve()
    pages = {p: Page(p) for p in sorted(site.rglob('*.html')) if '_static' not in p.relative_to(site).parts}
    if not pages: sys.exit(f'{site} holds no pages: run `python tools/docs.py` first')
    bad = sorted(set(broken(site, pages)))
    for path, link, why in bad: print(f'{path.relative_to(site)}: {link}: {why}')
    print(f'{sum(len(p.links) for p in pages.values())} links on {len(pages)} pages, {len(bad)} broken')
    sys.exit(bool(bad))


if __name__ == '__main__': main()
