"""The forms of a feature function: what it is called with, told by its annotations or by `input:` in sluice.yaml."""

from __future__ import annotations

import functools
import inspect
import sys
import typing
from dataclasses import dataclass

from sluice.annotations import input_for
from sluice.failures import LOAD, Failure, raised

# form → what Sluice sends for it: columns (Arrow IPC), lines (the records' JSON text) or the path of a raw file.
SENT = {
    "pandas": "columns",
    "polars": "columns",
    "arrow": "columns",
    "table": "columns",
    "transform": "columns",
    "records": "lines",
    "file": "file",
}


@dataclass(frozen=True)
class FeatureFunction:
    """A user's function, ready to be called."""

    name: str
    form: str
    call: typing.Callable
    # Names of a transformer's columns, or None.
    column_names: typing.Callable | None = None

    @property
    def sent(self) -> str:
        return SENT[self.form]


def feature_function(target: object, name: str, input: str | None) -> FeatureFunction:
    """`target` as the user wrote it (a function, class or object) in the form that fits. Classes are instantiated."""
    if input is not None and input not in SENT:
        raise Failure(LOAD, f"input: {input} is not a form that Sluice knows. Use one of: {', '.join(SENT)}.")
    if inspect.isclass(target):
        target = _instance(target, name)
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(target, torch.nn.Module):
        return _torch_module(torch, target, name, input)
    if not inspect.isroutine(target) and hasattr(target, "transform"):
        form = input or _annotated(target.transform) or "transform"
        return FeatureFunction(name, form, target.transform, getattr(target, "get_feature_names_out", None))
    if not callable(target):
        message = f"{name} is {_a(type(target).__name__)}, which can't be called and has no transform()."
        if hasattr(target, "predict"):
            message += " It has predict() but no transform(): wrap it in a function."
        raise Failure(LOAD, message)
    form = input or _told(target, name)
    _check_parameters(target, name, form)
    return FeatureFunction(name, form, target)


def _instance(target: type, name: str) -> object:
    """The object of a class: built once per worker."""
    try:
        inspect.signature(target).bind()
    except TypeError:
        raise Failure(
            LOAD,
            f"{name} is a class whose objects need arguments. Build the object in the module and name that instead:\n"
            f"    extract = {target.__name__}(…)",
        ) from None
    except ValueError:  # no signature to be had: try
        pass
    try:
        return target()
    except BaseException as exception:
        raise raised(exception, LOAD) from None


def _torch_module(torch, module, name: str, input: str | None) -> FeatureFunction:
    module.eval()

    @functools.wraps(module.forward)
    def call(batch):
        with torch.inference_mode():
            return module(batch)

    return FeatureFunction(name, input or _annotated(module.forward) or "pandas", call)


def _told(target: typing.Callable, name: str) -> str:
    form = _annotated(target)
    if form:
        return form
    required = _required(target)
    if required is not None and len(required) == 2:
        return "file"
    raise Failure(LOAD, _which_form(name, required))


def _annotated(target: typing.Callable) -> str | None:
    """The form that the annotation of the first parameter asks for."""
    parameters = _parameters(target)
    if not parameters:
        return None
    first = parameters[0]
    annotation = first.annotation
    if annotation is inspect.Parameter.empty:
        return None
    try:
        annotation = typing.get_type_hints(_plain(target)).get(first.name, annotation)
    except Exception:  # a name that exists for type checkers only: the text says enough
        pass
    return input_for(annotation)


def _plain(target: typing.Callable) -> typing.Callable:
    """The function behind objects, partials and decorators, which has the annotations' module."""
    while True:
        if isinstance(target, functools.partial):
            target = target.func
        elif hasattr(target, "__wrapped__"):
            target = target.__wrapped__
        elif not inspect.isroutine(target) and not inspect.isclass(target):
            target = type(target).__call__
        else:
            return target


def _parameters(target: typing.Callable) -> list[inspect.Parameter] | None:
    try:
        signature = inspect.signature(target)
    except NameError:  # Python 3.14 evaluates annotations late: ask for their text
        import annotationlib

        signature = inspect.signature(target, annotation_format=annotationlib.Format.STRING)
    except (TypeError, ValueError):  # written in C, without a signature
        return None
    return list(signature.parameters.values())


def _required(target: typing.Callable) -> list[str] | None:
    """The names of the parameters that must be given; None where that can't be told."""
    parameters = _parameters(target)
    if parameters is None:
        return None
    variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [each.name for each in parameters if each.default is each.empty and each.kind not in variable]


def _check_parameters(target: typing.Callable, name: str, form: str) -> None:
    given = ("inp_file", "out_file") if form == "file" else ("batch",)
    try:
        inspect.signature(target).bind(*given)
    except TypeError:
        required = _required(target) or []
        wanted = "two paths, the raw file's and the Parquet file's" if form == "file" else "one argument"
        raise Failure(
            LOAD,
            f"Sluice calls {name} with {wanted} (form: {form}), but its parameters are "
            f"({', '.join(required)}). Give the others default values.",
        ) from None
    except (ValueError, NameError):
        pass


def _which_form(name: str, required: list[str] | None) -> str:
    takes = "" if required is None else f"({', '.join(required)})"
    return f"""Sluice can't tell what to call {name}{takes} with: it has no annotation that says so. Write one of
    def {name}(df: pd.DataFrame) -> pd.DataFrame       # pandas: thousands of records a call
    def {name}(df: pl.DataFrame) -> pl.DataFrame       # Polars
    def {name}(batch: pa.RecordBatch) -> pa.RecordBatch  # Arrow; also pa.Table
    def {name}(record: dict) -> dict | None            # one record; None drops it
    def {name}(inp_file, out_file)                     # one raw file's path, and where to write its Parquet
    {name} = an object with transform(), for example a fitted scikit-learn pipeline
or leave the code as it is and say it in sluice.yaml, in this table's section:
    input: pandas        # or polars, arrow, table, records, file, transform"""


def _a(noun: str) -> str:
    return ("an " if noun[:1].lower() in "aeiou" else "a ") + noun
