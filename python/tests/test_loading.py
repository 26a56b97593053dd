"""Finding the user's function, and a fingerprint that changes with the user's code alone."""

import sys

import pytest
from conftest import Host


def load(project, features="features.py:extract", input=None):
    return Host(project).load(features, input)


def test_the_project_is_first_on_the_path_and_the_working_directory(project):
    project.write("helpers.py", "NAME = open('names.txt').read()").write("names.txt", "x")
    project.write("features.py", "import helpers\ndef extract(record: dict): return {'n': helpers.NAME}")
    loaded = load(project)
    assert loaded["modules"] == ["features.py", "helpers.py"]


@pytest.mark.parametrize("features", ["pkg.sub.features:extract", "pkg/sub/features.py:extract", "pkg/sub/features.py"])
def test_functions_in_packages_may_import_relatively(project, features):
    project.write("pkg/__init__.py", "").write("pkg/sub/__init__.py", "").write("pkg/common.py", "ONE = 1")
    project.write("pkg/sub/features.py", "from ..common import ONE\ndef extract(record: dict): return record")
    loaded = load(project, features)
    assert loaded["name"] == "extract", loaded
    assert loaded["modules"] == ["pkg/__init__.py", "pkg/common.py", "pkg/sub/__init__.py", "pkg/sub/features.py"]


def test_a_script_in_a_folder_finds_its_neighbours(project):
    project.write("jobs/shared.py", "ONE = 1").write("jobs/run.py", "import shared\ndef extract(record: dict): return record")
    assert load(project, "jobs/run.py:extract")["modules"] == ["jobs/run.py", "jobs/shared.py"]


def test_a_file_named_like_a_module_in_use_is_loaded(project):
    project.write("json.py", "def extract(record: dict): return record")
    assert load(project, "json.py:extract")["kind"] == "loaded"
    assert "json" in sys.modules and hasattr(sys.modules["json"], "loads")


@pytest.mark.parametrize("code, name", [
    ("def extract(record: dict): ...\ndef helper(x): ...", "extract"),
    ("def process_jsonl(a, b): ...\ndef helper(x): ...", "process_jsonl"),
    ("from os.path import join\ndef my_own(record: dict): ...", "my_own"),
])
def test_the_name_may_be_left_out_where_only_one_function_fits(project, code, name):
    project.write("features.py", code)
    assert load(project, "features.py")["name"] == name


@pytest.mark.parametrize("code", ["def one(r: dict): ...\ndef two(r: dict): ...", "x = 1",
                                  "def extract(r: dict): ...\ndef process_jsonl(a, b): ..."])
def test_several_candidates_need_a_name(project, code):
    project.write("features.py", code)
    assert "features: features.py:" in load(project, "features.py")["message"]


def test_a_name_that_is_not_there_is_answered_with_those_that_are(project):
    project.write("features.py", "def extrakt(record: dict): ...")
    message = load(project)["message"]
    assert "features.py has no extract" in message and "extrakt" in message
    assert "no other.py" in load(project, "other.py:extract")["message"]


def test_errors_while_importing_show_the_users_traceback(project):
    project.write("features.py", "import json\ndef boom():\n    return 1 / 0\nboom()")
    failed = load(project)
    assert (failed["error"], failed["type"]) == ("load", "ZeroDivisionError")
    assert "in boom" in failed["traceback"] and "importlib" not in failed["traceback"]
    project.write("features.py", "def extract(:\n  pass")
    failed = load(project)
    assert failed["type"] == "SyntaxError" and "features.py" in failed["traceback"]
    project.write("features.py", "raise SystemExit('usage: …')")
    assert load(project)["type"] == "SystemExit"


def test_a_project_that_is_not_there_is_a_failure_to_load(project):
    project.folder = project.folder / "nowhere"
    failed = load(project)
    assert (failed["error"], failed["type"]) == ("load", "FileNotFoundError")


def test_a_missing_package_names_the_python_in_use(project):
    project.write("features.py", "import no_such_package_anywhere")
    message = load(project)["message"]
    assert "'no_such_package_anywhere', imported by features.py" in message and sys.executable in message
    assert "check `features:`" in load(project, "no_such_module:extract")["message"]


def test_a_pickle_of_a_notebooks_class_says_what_to_do(project):
    (project.folder / "model.pkl").write_bytes(b"c__main__\nNotThere\n.")
    assert "move that class or function to a module" in load(project, "model.pkl")["message"]
    assert "no other.pkl" in load(project, "other.pkl")["message"]


def fresh(project):
    for name in ("features", "helpers", "unused"):
        sys.modules.pop(name, None)
    return load(project)["fingerprint"]


def test_the_fingerprint_changes_with_the_code_in_use_and_only_with_it(project):
    project.write("features.py", "import helpers\ndef extract(record: dict): return record")
    project.write("helpers.py", "A = 1").write("unused.py", "B = 1")
    first = fresh(project)
    project.write("unused.py", "B = 2").write("data.csv", "x")
    assert fresh(project) == first
    project.write("helpers.py", "A = 222")
    second = fresh(project)
    assert second != first
    project.write("features.py", "import helpers\ndef extract(record: dict): return dict(record)")
    assert fresh(project) not in (first, second)


def test_the_fingerprint_is_the_same_wherever_the_project_lies(project):
    code = "def extract(record: dict): return record"
    project.write("features.py", code).write("copy/features.py", code)
    first = fresh(project)
    project.folder = project.folder / "copy"
    assert fresh(project) == first


def test_packages_installed_inside_the_project_are_no_part_of_the_fingerprint(project):
    project.write("env/lib/site-packages/installed_thing.py", "X = 1")
    project.write("features.py", """
        import sys; sys.path.insert(1, "env/lib/site-packages")
        import installed_thing
        def extract(record: dict): return record
    """)
    assert load(project)["modules"] == ["features.py"]
