"Sphinx settings. `tools/docs.py` copies this folder beside the pages that it writes from the notebooks."
import os
import re
from pathlib import Path

from docutils import nodes

root = next(p for p in Path(__file__).resolve().parents if (p/'settings.ini').exists())
settings = dict(re.findall(r'^(\w+) *= *(.*)$', (root/'settings.ini').read_text(encoding='utf-8'), re.M))

project, author, release = settings['lib_name'], settings['author'], settings['version']
project_copyright = f'{author}. Apache-2.0'
html_baseurl = os.environ.get('DOCS_URL', settings.get('docs_url', ''))
repo_url = os.environ.get('REPO_URL', settings.get('repo_url', ''))

extensions = ['myst_nb', 'sphinx.ext.mathjax']
exclude_patterns = ['templates', 'static']
templates_path, html_static_path = ['templates'], ['static']
html_css_files, html_title = ['minifast.css'], 'minifast'
html_logo, html_favicon = 'static/logo.svg', 'static/favicon.svg'
html_copy_source = html_show_sourcelink = html_show_sphinx = False
html_additional_pages = {'404': '404.html'}
mathjax_path = 'mathjax/tex-svg.js'                    # shipped, so that formulas show without a network

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
html_sidebars = {'**': ['global-nav.html']}
html_theme_options = {
    'logo': {'text': 'minifast'},
    'navbar_center': [], 'navbar_persistent': ['search-button-field'], 'navbar_end': ['theme-switcher'],
    'footer_start': ['copyright'], 'footer_end': [], 'secondary_sidebar_items': ['page-toc'],
    'show_toc_level': 2, 'back_to_top_button': False, 'pygments_light_style': 'tango', 'pygments_dark_style': 'monokai',
}


def nbfile(name, rawtext, text, lineno, inliner, options=None, content=None):
    "The notebook that a page comes from; a link where `repo_url` is set."
    if not repo_url: return [nodes.literal(text, text)], []
    return [nodes.reference(rawtext, text, refuri=f'{repo_url}/blob/main/{text}')], []


def setup(app): app.add_role('nbfile', nbfile)
