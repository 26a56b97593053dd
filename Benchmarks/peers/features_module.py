"""Loads a features.py by its path and reads raw files, as a data scientist's script does."""

import importlib.util
import json


def extract_of(path):
    spec = importlib.util.spec_from_file_location("features", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.extract


def records(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
