"""What goes wrong in a worker, as Sluice is told of it, and tracebacks without Sluice's own frames."""

from __future__ import annotations

import os
import re
import site
import sysconfig
import traceback

# The answer's "error": what Sluice does next depends on it.
LOAD = "load"  # the function could not be loaded or its form not be told
FUNCTION = "function"  # the user's code raised
RESULT = "result"  # the user's code returned something that is not a table
MEMORY = "memory"  # out of memory


class Failure(Exception):
    """A request that failed, with a message for a person.

    `row` is the 0-based record of the batch that caused it, where that is known. `trace` is a formatted traceback.
    """

    def __init__(self, error: str, message: str, *, type: str | None = None, trace: str = "", row: int | None = None):
        super().__init__(message)
        self.error = error
        self.message = message
        self.type = type
        self.trace = trace
        self.row = row

    def header(self) -> dict:
        return {
            "kind": "failed",
            "error": self.error,
            "type": self.type,
            "message": self.message,
            "traceback": self.trace,
            "row": self.row,
        }


def raised(exception: BaseException, error: str = FUNCTION, row: int | None = None) -> Failure:
    """The failure for an exception that user code raised."""
    if isinstance(exception, Failure):
        return exception
    if isinstance(exception, MemoryError):
        error = MEMORY
    return Failure(
        error, _message(exception), type=type(exception).__name__, trace=user_traceback(exception), row=row
    )


def _message(exception: BaseException) -> str:
    if isinstance(exception, SystemExit):
        return f"the function called sys.exit({'' if exception.code is None else repr(exception.code)})"
    try:
        text = str(exception)
    except Exception:  # a broken __str__ must not hide the failure itself
        text = ""
    return text or (f"{type(exception).__name__} without a message")


def user_traceback(exception: BaseException) -> str:
    """The traceback as Python prints it, from the user's first frame on; runs of library frames are folded."""
    lines: list[str] = []
    folded: list[str] = []
    for chunk in traceback.TracebackException.from_exception(exception).format():
        path = _frame_path(chunk)
        if path is not None and _is_machinery(path):
            continue
        if path is not None and _is_library(path):
            folded.append(chunk)
            continue
        _unfold(folded, lines)
        lines.append(chunk)
    _unfold(folded, lines)
    text = "".join(lines).rstrip("\n")
    # With every frame gone (a syntax error, say) the heading would promise a stack that is not there.
    return re.sub(r"^Traceback \(most recent call last\):\n(?!  )", "", text, flags=re.M)


def _unfold(folded: list[str], lines: list[str]) -> None:
    """Moves library frames to `lines`: the way in and the place of the exception, and how many lie between."""
    if len(folded) > 3:
        lines += [folded[0], f"  … {len(folded) - 2} more frames inside libraries\n", folded[-1]]
    else:
        lines += folded
    folded.clear()


def _frame_path(chunk: str) -> str | None:
    match = re.match(r'  File "([^"]*)", line \d+, in ', chunk)
    return match.group(1) if match else None


_OWN = os.path.dirname(os.path.abspath(__file__)) + os.sep
_LIBRARIES = tuple(
    {sysconfig.get_path(key) + os.sep for key in ("stdlib", "platstdlib", "purelib", "platlib")}
    | {path + os.sep for path in [*site.getsitepackages(), site.getusersitepackages()]}
)


def _is_machinery(path: str) -> bool:
    return path.startswith((_OWN, "<frozen importlib", "<frozen runpy")) or "/importlib/" in path


def _is_library(path: str) -> bool:
    if path.startswith("<"):
        return not path.startswith(("<stdin", "<string"))
    return path.startswith(_LIBRARIES) or path.endswith((".pyx", ".pxi"))
