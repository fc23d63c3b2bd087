"""The laws of size: small functions, short files, telling names."""

import ast
import statistics
from pathlib import Path

from tests.architecture.source_tree import ROOT, python_files, shown, tree

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "tools"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def code_lines(function: Function) -> int:
    """Return the lines of a function without decorators and docstring."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function):
        docstring = function.body[0]
        lines -= docstring.end_lineno - docstring.lineno + 1
    return lines


def functions() -> list[tuple[int, str]]:
    found = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, Function):
                found.append((code_lines(node), f"{shown(path)}:{node.lineno} {node.name}"))
    return sorted(found)


def percentile(sorted_values: list[int], share: float) -> int:
    return sorted_values[int(share * (len(sorted_values) - 1))]


def test_functions_are_short():
    sizes = [size for size, _ in functions()]

    assert statistics.median(sizes) <= 8
    assert percentile(sizes, 0.9) <= 22
    assert [where for size, where in functions() if size > 40] == []


def line_counts(folder: Path) -> list[tuple[int, str]]:
    return sorted(
        (len(path.read_text(encoding="utf-8").splitlines()), shown(path))
        for path in python_files(folder)
    )


def test_package_files_are_short():
    counts = line_counts(ROOT / "boutdufil")

    assert percentile([count for count, _ in counts], 0.9) <= 300
    assert [where for count, where in counts if count > 400] == []


def test_test_files_are_short():
    assert [where for count, where in line_counts(ROOT / "tests") if count > 600] == []


def test_no_junk_drawers():
    drawers = [
        shown(path) for path in python_files() if {path.stem, path.parent.name} & FORBIDDEN_NAMES
    ]

    assert drawers == []


def test_async_stays_at_the_edge():
    allowed = (
        "streams.py",
        "consumers",
        "kernel/realtime",
        "dispatcher",
        "kernel/jobs",
        "adapters",
        "config/cli/worker",
        "asgi",
    )
    elsewhere = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.AsyncFunctionDef) and not any(a in shown(path) for a in allowed)
    ]

    assert elsewhere == []
