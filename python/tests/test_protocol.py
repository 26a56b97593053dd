"""Frames arrive whole, whatever the pipe does with them."""

import os
import threading

import pyarrow as pa
import pytest
from sluice.protocol import Channel, EndOfInput, read_ipc


@pytest.fixture
def pipe():
    ends = os.pipe()
    channel = Channel(*ends)
    yield channel
    for end in ends:
        try:
            os.close(end)
        except OSError:
            pass


def test_frames_come_back_as_they_were_sent(pipe):
    table = pa.table({"text": ["ä" * 1000] * 20_000, **{f"c{n}": list(range(20_000)) for n in range(400)}})
    sender = threading.Thread(target=lambda: [pipe.send({"kind": "é", "n": n}, table) for n in range(2)])
    sender.start()
    for n in range(2):
        header, payload = pipe.receive()
        assert header == {"kind": "é", "n": n}
        assert read_ipc(payload).equals(table)
    sender.join()


def test_arrays_point_into_the_payload(pipe):
    table = pa.table({"n": range(1000)})
    pipe.send({}, table)
    _, payload = pipe.receive()
    address = read_ipc(payload)["n"].chunk(0).buffers()[1].address
    assert payload.address <= address < payload.address + payload.size


def test_a_frame_without_payload(pipe):
    pipe.send({"kind": "failed", "message": "lone \ud800 surrogate"})
    header, payload = pipe.receive()
    assert header["kind"] == "failed" and payload.size == 0


@pytest.mark.parametrize("sent", [b"", b"\x05\x00", b"\x02\x00\x00\x00" + b"\x09" + bytes(7) + b"{}abc"])
def test_the_end_of_input_is_told_even_within_a_frame(pipe, sent):
    os.write(pipe.output, sent)
    os.close(pipe.output)
    with pytest.raises(EndOfInput):
        pipe.receive()


def test_a_reader_that_is_gone_is_told(pipe):
    os.close(pipe.input)
    with pytest.raises(EndOfInput):
        pipe.send({})
