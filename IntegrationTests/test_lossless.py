"""The judge is judged: `losses` finds what is lost, doubled or invented, and nothing else."""

import pytest
from lossless import losses

FINE = [
    ('{"a": 1, "p": {"q": "x"}}', {"a": 1, "p_q": "x", "_rescued": None}),
    ('{"a": 1, "p": {"q": "x"}}', {"a": 1, "_rescued": '{"p": {"q": "x"}}'}),
    ('{"p": {"q": "x", "r": 2.50}}', {"p_q": "x", "_rescued": '{"p": {"r": 2.50}}'}),
    ('{"a": 3}', {"a": 3.0}),
    ('{"a": -0.0}', {"a": -0.0}),
    ('{"a": 0.1}', {"a": 0.1}),
    ('{"a": 1e400}', {"a": None, "_rescued": '{"a": 1e400}'}),
    ('{"a": [{"x": 1}, {"y": null}]}', {"a": [{"x": 1, "y": None}, {"x": None, "y": None}]}),
    ('{"a": null, "b": {}}', {"a": None}),
]
LOST = [
    ('{"a": 1}', {"a": None}),
    ('{"a": 1}', {"a": True}),
    ('{"a": 1}', {"a": "1"}),
    ('{"a": 9007199254740993}', {"a": 9007199254740992.0}),
    ('{"a": -0.0}', {"a": 0.0}),
    ('{"a": 1e400}', {"a": float("inf")}),
    ('{"a": 1e400}', {"a": None, "_rescued": '{"a": 1e401}'}),
    ('{"a": 1}', {"a": 1, "b": 2}),
    ('{"a": 1}', {"a": 1, "_rescued": '{"a": 1}'}),
    ('{"a": 1}', {"a": 1, "_rescued": '{"b": 1}'}),
    ('{"p": {"q": [1, "x"]}}', {"p_q": ["1", "x"]}),
    ('{"p": {"q": 1}, "p_q": 1}', {"p_q": 1}),
    ('{"a": []}', {"a": None}),
    ('{"a": ""}', {"a": None}),
]


@pytest.mark.parametrize("line, row", FINE)
def test_what_is_all_there_has_no_losses(line, row):
    assert losses(row, line) == []


@pytest.mark.parametrize("line, row", LOST)
def test_what_is_lost_doubled_or_invented_is_found(line, row):
    assert losses(row, line) != []
