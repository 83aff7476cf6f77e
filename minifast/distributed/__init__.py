"""fastai's path to training in several processes. The code is in `minifast.distributed.trainer`."""
