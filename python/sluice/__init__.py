"""The Python side of Sluice.

`python -m sluice.worker` is the process that hosts a feature function; Sluice starts one per core and talks to it in
Arrow IPC over two pipes (`protocol.py` describes the frames, `worker/session.py` the requests).
"""

__version__ = "0.1.0"
