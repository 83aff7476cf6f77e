"Build the package from `settings.ini`, which holds every fact about it once."
from configparser import ConfigParser
from pathlib import Path

from setuptools import find_packages, setup

here = Path(__file__).parent
config = ConfigParser(delimiters=['='], interpolation=None)
config.read(here/'settings.ini', encoding='utf-8')
cfg = config['DEFAULT']
extras = {name.removesuffix('_requirements'): value.split() for name, value in cfg.items()
          if name.endswith('_requirements')}
readme = here/'README.md'

setup(
    name=cfg['lib_name'], version=cfg['version'], description=cfg['description'], author=cfg['author'],
    license=cfg['license'],
    keywords=cfg['keywords'].split(), python_requires=f'>={cfg["min_python"]}',
    install_requires=cfg['requirements'].split(), extras_require=extras,
    packages=find_packages(include=['minifast', 'minifast.*']), include_package_data=False,
    package_data={'minifast': ['py.typed', '**/*.pyi', 'data/bundle/*', 'medical/*.csv']},
    long_description=readme.read_text(encoding='utf-8') if readme.exists() else '',
    long_description_content_type='text/markdown',
    entry_points={'console_scripts': ['minifast=minifast.__main__:main']}, zip_safe=False,
)
