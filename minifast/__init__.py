"A deep-learning library in readable notebooks."
import os

__version__ = "0.1.0"

# Linux: PyTorch asks for large pages, which make fresh memory for a batch five times cheaper
os.environ.setdefault('THP_MEM_ALLOC_ENABLE', '1')

from .core.doors import as_fastai as as_fastai
