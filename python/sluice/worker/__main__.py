"""`python -m sluice.worker`: reads requests on standard input, answers on standard output."""

from __future__ import annotations

import faulthandler
import os
import signal

from sluice.worker import stdio, watchdog


def main() -> int:
    channel_ends = stdio.claim()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole terminal group; Sluice decides what it means
    faulthandler.enable()  # a segmentation fault shows the Python line it happened in
    watchdog.start()

    import pyarrow as pa

    from sluice.protocol import Channel, EndOfInput
    from sluice.worker.session import Session

    pa.set_cpu_count(1)  # there is a worker per core
    channel, session = Channel(*channel_ends), Session()
    try:
        while True:
            header, payload = channel.receive()
            answer, table = session.answer(header, payload)
            del payload
            stdio.flush()
            channel.send(answer, table)
            del answer, table
    except EndOfInput:
        return 0


if __name__ == "__main__":
    code = 1
    try:
        code = main()
    except BaseException:
        import traceback

        traceback.print_exc()
    stdio.flush()
    os._exit(code)  # at once: threads and exit handlers of user code don't hold Sluice up
