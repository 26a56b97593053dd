"""Frames between Sluice and a worker.

A frame is: header length (u32, little endian), payload length (u64, little endian), header (UTF-8 JSON), payload.
Payloads are Arrow IPC streams or raw lines; they are read into one buffer and written from where they lie.
"""

from __future__ import annotations

import fcntl
import json
import os
import struct

import pyarrow as pa

_LENGTHS = struct.Struct("<IQ")
_LONGEST_HEADER = 64 << 20
_F_SETPIPE_SZ = getattr(fcntl, "F_SETPIPE_SZ", 1031)  # Linux's number; named in Python from 3.10 on
_BUFFERS_A_WRITE = min(os.sysconf("SC_IOV_MAX"), 1024) if "SC_IOV_MAX" in os.sysconf_names else 16


class EndOfInput(Exception):
    """The other side has closed its pipe, or is gone."""


class ProtocolError(Exception):
    """A frame that Sluice does not send: the two sides are of different versions, say. Ends the worker."""


class Channel:
    """One frame in, one frame out, over two file descriptors."""

    def __init__(self, input: int, output: int):
        self.input = input
        self.output = output
        for descriptor in (input, output):
            try:  # fewer switches between the processes for a batch of megabytes; a refusal only costs speed
                fcntl.fcntl(descriptor, _F_SETPIPE_SZ, 1 << 20)
            except OSError:
                pass

    def receive(self) -> tuple[dict, pa.Buffer]:
        """The next frame. The payload is one buffer, which Arrow arrays may point into."""
        lengths = bytearray(_LENGTHS.size)
        self._fill(memoryview(lengths))
        header_length, payload_length = _LENGTHS.unpack(lengths)
        if header_length > _LONGEST_HEADER:
            raise ProtocolError(f"a frame header of {header_length} bytes is not what Sluice sends")
        header = bytearray(header_length)
        self._fill(memoryview(header))
        payload = pa.allocate_buffer(payload_length)
        if payload_length:
            self._fill(memoryview(payload).cast("B"))
        return json.loads(header), payload

    def _fill(self, view: memoryview) -> None:
        while len(view):
            count = os.readv(self.input, [view])
            if count == 0:
                raise EndOfInput
            view = view[count:]

    def send(self, header: dict, table: pa.Table | None = None) -> None:
        pieces = [] if table is None else ipc_pieces(table)
        text = json.dumps(header, ensure_ascii=False).encode("utf-8", "backslashreplace")
        length = sum(len(piece) for piece in pieces)
        self._write([memoryview(_LENGTHS.pack(len(text), length) + text), *pieces])

    def _write(self, pieces: list[memoryview]) -> None:
        try:
            first = 0
            while first < len(pieces):
                written = os.writev(self.output, pieces[first : first + _BUFFERS_A_WRITE])
                while first < len(pieces) and written >= len(pieces[first]):
                    written -= len(pieces[first])
                    first += 1
                if written:
                    pieces[first] = pieces[first][written:]
        except BrokenPipeError:
            raise EndOfInput from None


class _Gather:
    """A file that keeps what is written to it as it is, so that an IPC stream's length is known without copying it."""

    closed = False

    def __init__(self) -> None:
        self.pieces: list[memoryview] = []

    def write(self, data) -> int:
        view = memoryview(data).cast("B") if len(data) else memoryview(b"")
        if len(view):
            self.pieces.append(view)
        return len(view)

    def flush(self) -> None:
        pass


def ipc_pieces(table: pa.Table) -> list[memoryview]:
    """`table` as an Arrow IPC stream, in the pieces that Arrow would write one after the other."""
    gather = _Gather()
    with pa.ipc.new_stream(pa.PythonFile(gather, mode="w"), table.schema) as stream:
        stream.write_table(table)
    return gather.pieces


def read_ipc(payload: pa.Buffer) -> pa.Table:
    """The table in an Arrow IPC stream, pointing into `payload`."""
    return pa.ipc.open_stream(payload).read_all()
