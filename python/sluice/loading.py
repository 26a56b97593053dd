"""Finds the user's function: `features.py:extract`, `package.module:extract` or `model.pkl`."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import os
import pickle
import sys
from dataclasses import dataclass
from types import ModuleType

from sluice.failures import LOAD, Failure, raised

_PICKLES = (".pkl", ".pickle", ".joblib")
# What people call a feature function; asked in this order where sluice.yaml names none.
_USUAL = ("extract", "extract_features", "features", "process_jsonl", "transform", "pipeline", "model")


@dataclass(frozen=True)
class Target:
    """What `features:` points at."""

    name: str
    value: object
    # The module's or the pickle's file; None for a module without one.
    file: str | None


def load(project: str, features: str) -> Target:
    """Imports what `features` names, with `project` first on sys.path and as the working directory."""
    os.chdir(project)
    if sys.path[:1] != [project]:
        sys.path.insert(0, project)
    where, name = _cut(features)
    if where.endswith(_PICKLES):
        return _pickled(project, where, name)
    module = _module(project, where)
    if name is None:
        name = _only_candidate(module, where)
    value: object = module
    for part in name.split("."):
        try:
            value = getattr(value, part)
        except AttributeError:
            raise Failure(LOAD, f"{where} has no {name}.{_what_there_is(module)}") from None
    return Target(name, value, getattr(module, "__file__", None))


def _cut(features: str) -> tuple[str, str | None]:
    where, colon, name = features.rpartition(":")
    return (where, name or None) if colon else (features, None)


def _module(project: str, where: str) -> ModuleType:
    try:
        if where.endswith(".py"):
            return _from_file(project, where)
        return importlib.import_module(where)
    except Failure:
        raise
    except ModuleNotFoundError as exception:
        raise _missing(exception, where) from None
    except BaseException as exception:
        raise raised(exception, LOAD) from None


def _from_file(project: str, where: str) -> ModuleType:
    path = os.path.abspath(os.path.join(project, where))
    if not os.path.isfile(path):
        raise Failure(LOAD, f"there is no {where} in {project}. Check `features:` in sluice.yaml.")
    name = _dotted_name(project, path)
    folder = os.path.dirname(path)
    if "." not in name and folder not in sys.path:
        sys.path.insert(1, folder)  # as `python path/to/file.py` would have it
    found = sys.modules.get(name)
    if found is not None and _same_file(getattr(found, "__file__", None), path):
        return found
    if "." in name:
        return importlib.import_module(name)
    if found is not None:  # a file named like a module that is in use, say `json.py`: keep both
        name = f"{name}_features"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # pickles and dataclasses look their module up by name
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _dotted_name(project: str, path: str) -> str:
    """`a.b.c` for a file in packages under the project, so that its relative imports work; else its stem."""
    parts = [os.path.splitext(os.path.basename(path))[0]]
    folder = os.path.dirname(path)
    while folder != project and os.path.isfile(os.path.join(folder, "__init__.py")):
        parts.insert(0, os.path.basename(folder))
        folder = os.path.dirname(folder)
    return ".".join(parts) if folder == project else parts[-1]


def _same_file(one: str | None, other: str) -> bool:
    return one is not None and os.path.realpath(one) == os.path.realpath(other)


def _missing(exception: ModuleNotFoundError, where: str) -> Failure:
    name = exception.name or where
    message = f"No module named {name!r}"
    if name == where or where.startswith(f"{name}."):
        message += ": check `features:` in sluice.yaml (a file is written path/to/file.py:name)."
    else:
        message += f", imported by {where}."
    message += f" The Python in use is {sys.executable}; install the package there, or name another Python"
    message += " with `python:` in sluice.yaml."
    failure = raised(exception, LOAD)
    failure.message = message
    return failure


def _only_candidate(module: ModuleType, where: str) -> str:
    usual = [name for name in _USUAL if hasattr(module, name) and not inspect.ismodule(getattr(module, name))]
    own = [
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]
    for candidates in (usual, own):
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            break
    example = (usual or own or ["extract"])[0]
    raise Failure(
        LOAD,
        f"say which function of {where} to use, for example `features: {where}:{example}`.{_what_there_is(module)}",
    )


def _what_there_is(module: ModuleType) -> str:
    names = [
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (getattr(value, "__module__", None) == module.__name__ or hasattr(value, "transform"))
    ]
    return f" It has: {', '.join(names[:20])}." if names else " It defines no function."


def _pickled(project: str, where: str, name: str | None) -> Target:
    path = os.path.join(project, where)
    if not os.path.isfile(path):
        raise Failure(LOAD, f"there is no {where} in {project}. Check `features:` in sluice.yaml.")
    try:
        value = _unpickle(path)
    except ModuleNotFoundError as exception:
        raise _missing(exception, where) from None
    except AttributeError as exception:
        failure = raised(exception, LOAD)
        if "__main__" in failure.message:
            failure.message += (
                ". It was pickled from a notebook or script that defines it: move that class or function to a module"
                " in the project, import it from there and save the model again."
            )
        raise failure from None
    except BaseException as exception:
        raise raised(exception, LOAD) from None
    if name is not None:
        try:
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        except (KeyError, AttributeError):
            raise Failure(LOAD, f"the object in {where} has no {name}.") from None
    return Target(name or os.path.splitext(os.path.basename(where))[0], value, path)


def _unpickle(path: str) -> object:
    try:
        import joblib  # reads plain pickles as well
    except ImportError:
        with open(path, "rb") as file:
            return pickle.load(file)
    return joblib.load(path)
