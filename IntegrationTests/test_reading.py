"""Raw files in, every line accounted for: a record, a blank line, or a line in the quarantine, byte for byte."""

import base64
import json

import pytest
from conftest import DATE, Project, compressed

# The closed list. What each reason means is shown by the lines of DIRTY.
REASONS = {"not JSON", "not an object", "invalid UTF-8", "invalid escape", "too deep", "too long"}

DEEP = b'{"d": ' + b"[" * 5000 + b"]" * 5000 + b"}"

DIRTY = [
    (b"hello", "not JSON"),
    (b'{"n": 1', "not JSON"),
    (b'{"n": 1}}', "not JSON"),
    (b'{"n": 1} {"n": 2}', "not JSON"),
    (b'{"n": 1,}', "not JSON"),
    (b"{'n': 1}", "not JSON"),
    (b'{"n": NaN}', "not JSON"),
    (b'{"n": -Infinity}', "not JSON"),
    (b'{"n": 01}', "not JSON"),
    (b'{"n": 1.}', "not JSON"),
    (b'{"n": +1}', "not JSON"),
    (b'{"n": tru}', "not JSON"),
    (b'{n: 1}', "not JSON"),
    (b'{"n": "a\tb"}', "not JSON"),  # a control character must be escaped
    (b'{"n": 1} // one', "not JSON"),
    (b"\x00", "not JSON"),
    (b"[1, 2]", "not an object"),
    (b'"text"', "not an object"),
    (b"17", "not an object"),
    (b"null", "not an object"),
    (b"true", "not an object"),
    (b'{"n": "\xff"}', "invalid UTF-8"),
    (b'{"n": "\xc3"}', "invalid UTF-8"),
    (b'{"n": "\xc0\xaf"}', "invalid UTF-8"),  # overlong
    (b'{"n": "\xed\xa0\x80"}', "invalid UTF-8"),  # a surrogate in UTF-8
    (b'{"n": "\\x41"}', "invalid escape"),
    (b'{"n": "\\u12G4"}', "invalid escape"),
    (b'{"n": "\\ud800"}', "invalid escape"),  # half a surrogate pair is no text
    (b'{"n": "\\udc00\\ud800"}', "invalid escape"),
    (b'{"\\ud800": 1}', "invalid escape"),
    (DEEP, "too deep"),
]


def raw_of(line):
    """The bytes that a quarantined line kept."""
    assert ("raw" in line) != ("raw_base64" in line), line
    return line["raw"].encode() if "raw" in line else base64.b64decode(line["raw_base64"], validate=True)


def names_raw_file(line, name, date=DATE):
    return line["file"].endswith(f"{date.replace('-', '/')}/{name}")


def numbers(project):
    return [row["n"] for row in project.rows()]


LAYOUTS = {
    "usual": b'{"n": 1}\n{"n": 2}\n',
    "no final newline": b'{"n": 1}\n{"n": 2}',
    "CRLF": b'{"n": 1}\r\n{"n": 2}\r\n',
    "CRLF without a final newline": b'{"n": 1}\r\n{"n": 2}',
    "byte order mark": b'\xef\xbb\xbf{"n": 1}\n{"n": 2}\n',
    "blank lines": b'\n\n{"n": 1}\n\n  \t \n\r\n{"n": 2}\n\n\n',
    "spaces around": b'  {"n": 1}\t\n\t{ "n" : 2 }  \n',
    "byte order mark and CRLF": b'\xef\xbb\xbf{"n": 1}\r\n\r\n{"n": 2}\r\n',
}


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_every_layout_of_a_raw_file_gives_its_records(project, suffix):
    names = [f"{number:02}.jsonl{suffix}" for number in range(len(LAYOUTS))]
    project.raw({name: compressed(name, content) for name, content in zip(names, LAYOUTS.values())})
    report = project.ran()
    assert numbers(project) == [1, 2] * len(LAYOUTS)
    assert report["files"] == len(LAYOUTS)
    assert report["counts"]["read"] == 2 * len(LAYOUTS)
    assert project.quarantine() == []


def test_empty_files_are_fine(project):
    project.raw({
        "a.jsonl": b"",
        "b.jsonl.gz": compressed("b.jsonl.gz", b""),
        "c.jsonl.zst": compressed("c.jsonl.zst", b""),
        "d.jsonl": b"\n\r\n  \n",
        "e.jsonl": b"\xef\xbb\xbf",
        "f.jsonl": [{"n": 1}],
    })
    assert project.ran()["counts"] == {"read": 1, "written": 1, "dropped": 0, "added": 0, "quarantined": 0}
    assert numbers(project) == [1]


def test_a_day_without_raw_files_publishes_nothing_and_is_no_failure(project):
    project.raw({"a.jsonl": [{"n": 1}]}, date="2020-01-02")
    result = project.run()
    assert result.code == 0, result
    assert not project.published()
    assert [report["outcome"] for report in project.reports()] in ([], ["empty"])


def test_nested_folders_are_read_in_path_order_and_other_files_left_alone(project):
    project.raw({
        "b.jsonl": [{"n": 4}],
        "a/z.jsonl": [{"n": 2}],
        "a/b/c/d.jsonl.gz": [{"n": 1}],
        "a0.jsonl.zst": [{"n": 3}],
        "_SUCCESS": b"",
        "notes.txt": b"not JSON\n",
        "c.json": b'{"n": 99}',
        "d.jsonl.tmp": b'{"n": 99}',
    })
    # Bytes of the whole path decide: "a/b…" < "a/z…" < "a0…" < "b…", as '/' comes before '0'.
    assert project.ran()["files"] == 4
    assert numbers(project) == [1, 2, 3, 4]


def test_only_the_day_asked_for_is_read(project):
    project.raw({"a.jsonl": [{"n": 1}]}).raw({"a.jsonl": [{"n": 2}]}, date="2020-01-02")
    project.ran()
    assert numbers(project) == [1]


def test_concatenated_gzip_and_zstd_members_are_read_to_the_end(project):
    parts = [b'{"n": 1}\n{"n"', b': 2}\n{"n": 3}\n']
    project.raw({f"a.jsonl{suffix}": b"".join(compressed(f"x{suffix}", part) for part in parts) for suffix in (".gz", ".zst")})
    project.ran()
    assert numbers(project) == [1, 2, 3] * 2


def test_a_truncated_compressed_file_fails_the_run_and_names_it(project):
    whole = compressed("a.gz", b'{"n": 1}\n' * 10_000)
    project.raw({"a.jsonl.gz": whole[:-20]})
    result = project.run()
    assert result.code == 1, result
    assert "a.jsonl.gz" in result.output
    assert not project.published()


def test_every_line_that_cannot_be_used_lands_in_the_quarantine_byte_for_byte(project):
    """Offsets, lines and bytes are those of the raw file; good lines around a bad one survive."""
    content, expected, good = b"", [], 0
    for number, (line, reason) in enumerate(DIRTY):
        content += b'{"n": %d}\n' % number
        good += 1
        expected.append({"line": 2 * number + 2, "offset": len(content), "reason": reason, "raw": line})
        content += line + b"\n"
    project.raw({"a.jsonl": content})
    report = project.ran("--max-quarantined", "100%")
    assert numbers(project) == list(range(good))
    found = project.quarantine()
    assert [raw_of(line) for line in found] == [line["raw"] for line in expected]
    assert [line["line"] for line in found] == [line["line"] for line in expected]
    assert [line["offset"] for line in found] == [line["offset"] for line in expected]
    assert {(line["raw"], have["reason"]) for line, have in zip(expected, found)} == {(line["raw"], line["reason"]) for line in expected}
    for line in found:
        assert names_raw_file(line, "a.jsonl")
        start = line["offset"]
        assert content[start : start + len(raw_of(line))] == raw_of(line)
    by_reason = {reason: sum(1 for _, each in DIRTY if each == reason) for _, reason in DIRTY}
    assert report["quarantineReasons"] == by_reason
    assert set(by_reason) <= REASONS


def test_offsets_count_byte_order_marks_blank_lines_and_carriage_returns(project):
    content = b'\xef\xbb\xbf{"n": 1}\r\n\r\n\n  bad one \r\n{"n": 2}\nbad two'
    project.raw({"x/a.jsonl": content, "b.jsonl.gz": compressed("b.gz", content)})
    project.ran("--max-quarantined", "100%")
    assert numbers(project) == [1, 2, 1, 2]
    found = project.quarantine()
    assert [line["line"] for line in found] == [4, 6, 4, 6]
    for line in found:
        # Byte for byte: what stands at the offset; the line's own ending is the only thing that may be left off.
        assert content[line["offset"] :].startswith(raw_of(line))
        assert raw_of(line).strip() in (b"bad one", b"bad two")
    # In a compressed file an offset counts uncompressed bytes.
    assert [line["offset"] for line in found[:2]] == [line["offset"] for line in found[2:]]


def test_a_bad_first_line_after_a_byte_order_mark_is_quarantined(project):
    project.raw({"a.jsonl": b'\xef\xbb\xbfbad\n{"n": 1}\n'})
    project.ran("--max-quarantined", "100%")
    (line,) = project.quarantine()
    assert (line["line"], line["reason"]) == (1, "not JSON")
    assert raw_of(line).removeprefix(b"\xef\xbb\xbf") == b"bad"
    assert numbers(project) == [1]


def test_only_invalid_utf8_is_kept_as_base64(project):
    project.raw({"a.jsonl": '{"n": "Größe 🦆"\n'.encode() + b'{"n": "\xfe"}\n{"n": 1}\n'})
    project.ran("--max-quarantined", "2")
    text, binary = project.quarantine()
    assert text["raw"] == '{"n": "Größe 🦆"' and "raw_base64" not in text
    assert base64.b64decode(binary["raw_base64"]) == b'{"n": "\xfe"}' and "raw" not in binary


def test_a_line_of_a_few_megabytes_is_a_record(project):
    record = {"n": 1, "text": "é" * 2_000_000, "list": list(range(100_000))}
    project.raw({"a.jsonl": [{"n": 0, "text": "", "list": [1]}, record, {"n": 2, "text": "", "list": []}]})
    project.ran()
    assert project.rows()[1] == {**record, "_rescued": None}


def test_a_repeated_key_is_no_error_and_the_last_value_wins(project):
    lines = [b'{"n": 1, "n": 2}', b'{"n": "x", "n": 3}', b'{"n": 4, "o": {"k": 1, "k": 2}}', b'{"\\u006e": 9, "n": 5}', b'{"n": 6}']
    project.raw({"a.jsonl": b"\n".join(lines)})
    report = project.ran()
    assert numbers(project) == [json.loads(line)["n"] for line in lines]
    assert report["repeatedKeys"] == 4
    assert project.quarantine() == []
    assert [row["o_k"] for row in project.rows()] == [None, None, 2, None, None]


# --- how many bad lines a run bears ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad, limit, fine",
    [
        (1, None, True),  # 1 % is the default; 1 of 100 is not more
        (2, None, False),
        (2, "2%", True),
        (3, "2%", False),
        (3, "2.5%", False),
        (2, "2", True),
        (3, "2", False),
        (1, "0", False),
        (0, "0", True),
        (1, "0%", False),
        (100, "100%", True),
    ],
)
def test_more_quarantined_lines_than_allowed_fail_the_run_and_publish_nothing(project, bad, limit, fine):
    lines = [b"bad line %d" % number if number < bad else b'{"n": %d}' % number for number in range(100)]
    project.raw({"a.jsonl": b"\n".join(lines) + b"\n"})
    result = project.run(*(["--max-quarantined", limit] if limit is not None else []))
    (report,) = project.reports()
    assert report["counts"]["quarantined"] == bad
    if fine:
        assert result.code == 0, result
        assert report["outcome"] == "published"
        assert len(project.quarantine()) == bad
    else:
        assert result.code == 1, result
        assert report["outcome"] == "failed"
        assert not project.published() and project.files_on_disk() == []
        assert "a.jsonl" in result.output and "not JSON" in result.output  # the first few are named
        assert "max-quarantined" in result.output or "max_quarantined" in result.output  # and the way out
        assert "bad line" not in result.output  # a record's contents stay out of error texts


@pytest.mark.parametrize("limit, code", [(3, 0), (2, 1), ("3%", 0), ("2%", 1)])
def test_the_limit_can_stand_in_the_configuration(project, limit, code):
    project.configure(max_quarantined=limit)
    project.raw({"a.jsonl": b"bad\n" * 3 + b'{"n": 1}\n' * 97})
    assert project.run().code == code


def test_the_option_outdoes_the_configuration(project):
    project.configure(max_quarantined=0).raw({"a.jsonl": b'bad\n{"n": 1}\n'})
    assert project.run().code == 1
    assert project.run("--max-quarantined", "1").code == 0


def test_a_rerun_replaces_the_quarantine_of_the_day(project):
    project.raw({"a.jsonl": b'bad\n{"n": 1}\n'})
    project.ran("--max-quarantined", "1")
    assert len(project.quarantine()) == 1
    project.raw({"a.jsonl": b'{"n": 0}\n{"n": 1}\n'})
    project.ran("--max-quarantined", "1")
    assert project.quarantine() == []


def test_the_dirty_lines_of_the_generator_are_all_accounted_for(tmp_path):
    project = Project(tmp_path)
    made = project.sluice("generate", tmp_path / "raw-data", "--days", 1, "--files", 5, "--records", 200,
                          "--jobs-only", "--seed", 7, "--first", DATE, "--dirty", "0.05")
    assert made.code == 0, made
    files = sorted((tmp_path / "raw-data").rglob("*.jsonl*"))
    source = next(folder for folder in files[0].parents if folder.parts[-1] == "2020").parent
    project.yaml(f"warehouse: ./warehouse\ntables:\n  t:\n    source: {source}\n")
    lines = [line for path in files for line in path.read_bytes().split(b"\n") if line.strip()]
    report = project.ran("--max-quarantined", "100%")
    assert report["counts"]["read"] == len(lines)
    assert report["counts"]["quarantined"] > 0
    assert report["counts"]["written"] == len(project.rows())
    for line in project.quarantine():
        assert raw_of(line) in lines
