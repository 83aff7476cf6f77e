"Sphinx settings. `tools/docs.py` copies this folder beside the pages that it writes from the notebooks."
import html
import json
import os
import re
from pathlib import Path

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util.logging import getLogger

logger = getLogger(__name__)
root = next(p for p in Path(__file__).resolve().parents if (p/'settings.ini').exists())
settings = dict(re.findall(r'^(\w+) *= *(.*)$', (root/'settings.ini').read_text(encoding='utf-8'), re.M))

project, author, release = settings['lib_name'], settings['author'], settings['version']
project_copyright = f'{author}. Apache-2.0'
html_baseurl = os.environ.get('DOCS_URL', settings.get('docs_url', ''))
repo_url = os.environ.get('REPO_URL', settings.get('repo_url', ''))

extensions, html_math_renderer = ['myst_nb'], 'mathml'
exclude_patterns = ['templates', 'static']
templates_path, html_static_path = ['templates'], ['static']
html_css_files, html_title = ['minifast.css'], 'minifast'
html_logo, html_favicon = 'static/logo.svg', 'static/favicon.svg'
html_copy_source = html_show_sourcelink = html_show_sphinx = False
html_additional_pages = {'404': '404.html'}

nb_execution_mode = 'off'                              # the outputs saved in the notebooks are shown
nb_code_prompt_show = nb_code_prompt_hide = 'Source'
nb_merge_streams = True
nb_mime_priority_overrides = [('html', 'application/vnd.jupyter.widget-view+json', None)]
myst_enable_extensions = ['colon_fence', 'dollarmath', 'amsmath']
myst_heading_anchors = 4
suppress_warnings = ['myst.header', 'mystnb.unknown_mime_type', 'misc.highlighting_failure']

add_module_names = False
python_use_unqualified_type_names = True
toc_object_entries_show_parents = 'hide'
maximum_signature_line_length = 1000                   # the table below lists the parameters one by one
nitpick_ignore_regex = [(r'py:.*', r'(?!minifast\b).*')]    # only our own names must resolve

html_theme = 'pydata_sphinx_theme'
html_sidebars = {page: [] for page in ('index', 'project/benchmarks', 'genindex', 'py-modindex', 'search', '404')}
html_sidebars['**'] = ['section-nav.html']
html_theme_options = {
    'logo': {'text': 'minifast'},
    'navbar_start': ['navbar-logo', 'search-button-field'], 'navbar_center': ['navbar-nav'], 'navbar_align': 'content',
    'navbar_persistent': [], 'navbar_end': ['theme-switcher'], 'header_links_before_dropdown': 6,
    'footer_start': ['copyright'], 'footer_end': [], 'secondary_sidebar_items': ['page-toc', 'page-links'],
    'show_toc_level': 2, 'back_to_top_button': False, 'templates_skip_empty_check': ['section-nav.html'],
    'pygments_light_style': 'tango', 'pygments_dark_style': 'monokai',
}


sources = Path(__file__).with_name('sources.json')
sources = json.loads(sources.read_text(encoding='utf-8')) if sources.exists() else {}


def nbfile(name, rawtext, text, lineno, inliner, options=None, content=None):
    "The notebook that a page comes from; a link where `repo_url` is set."
    if not repo_url: return [nodes.literal(text, text)], []
    return [nodes.reference(rawtext, text, refuri=f'{repo_url}/blob/main/{text}')], []


# `\hat y_i`: the index belongs beside the letter with its hat, not under it
accent_re = re.compile(r'(\\(?:hat|bar|tilde|dot|vec) *(?:\{[^{}]*\}|\\\w+|\w))(?=[_^])')


def formula(self, node):
    "A formula as MathML, which browsers draw themselves: no script, no fonts."
    block = isinstance(node, nodes.math_block)
    source = accent_re.sub(r'{\1{}}', node.astext())
    try: text = tex2mathml(source, as_block=block)
    except MathError as e:
        logger.warning('this formula has no MathML: %s: %s', node.astext(), e, location=node)
        text = f'<code>{html.escape(node.astext())}</code>'
    self.body.append(f'<div class="formula">{text}</div>' if block else text)
    raise nodes.SkipNode


def page_context(app, page, template, context, doctree):
    "What the templates ask for: the notebook that a page comes from."
    context['notebook'], context['repo_url'] = sources.get(page), repo_url


def modules_apart(tree):
    "A sidebar with the modules' names, which `tools/sitemap.py` writes after a tilde, in small letters."
    return re.sub(r' ~ ([\w.]+)', r' <small>\1</small>', str(tree))


def add_filters(app): app.builder.templates.environment.filters['modules_apart'] = modules_apart


def setup(app):
    app.add_role('nbfile', nbfile)
    app.add_html_math_renderer('mathml', inline_renderers=(formula, None), block_renderers=(formula, None))
    app.connect('html-page-context', page_context, priority=100)
    app.connect('builder-inited', add_filters)
