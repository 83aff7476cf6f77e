"""Start a script in several processes: `python -m minifast.launch --nproc 2 script.py`."""
from minifast.distributed.launch import launch_args, main  # noqa: F401

if __name__ == '__main__': main()
