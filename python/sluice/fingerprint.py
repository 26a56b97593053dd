"""A fingerprint of the feature code: it changes when the user's code does, and only then."""

from __future__ import annotations

import hashlib
import os
import sys


def fingerprint(project: str, file: str | None) -> tuple[str, list[str]]:
    """SHA-256 over the code in use: the function's file and every loaded module whose file lies under `project`.

    Installed packages do not count, not even those of a virtual environment inside the project. Also gives the files,
    relative to `project`, in the order in which they were hashed.
    """
    project = os.path.realpath(project)
    paths = {os.path.realpath(file)} if file else set()
    for module in list(sys.modules.values()):
        source = getattr(module, "__file__", None)
        if isinstance(source, str) and _is_project_code(project, os.path.realpath(source)):
            paths.add(os.path.realpath(source))
    digest = hashlib.sha256()
    names = []
    for name, path in sorted((os.path.relpath(path, project), path) for path in paths):
        with open(path, "rb") as code:
            content = code.read()
        # A file outside the project is known by its last name: where it is installed is no part of the code.
        known = os.path.basename(path) if name.startswith("..") else name
        for piece in (known.encode("utf-8", "surrogateescape"), content):
            digest.update(len(piece).to_bytes(8, "little"))
            digest.update(piece)
        names.append(known)
    return digest.hexdigest(), names


_OWN = os.path.dirname(os.path.realpath(__file__)) + os.sep
_ENVIRONMENT = os.path.realpath(sys.prefix) + os.sep


def _is_project_code(project: str, path: str) -> bool:
    if not path.startswith(project.rstrip(os.sep) + os.sep) or path.startswith(_OWN):
        return False
    if path.startswith(_ENVIRONMENT) and not project.startswith(_ENVIRONMENT):
        return False
    inside = path[len(project) :].split(os.sep)
    return "site-packages" not in inside and "dist-packages" not in inside and os.path.isfile(path)
