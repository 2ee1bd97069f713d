"""Sizes: no file over 500 lines, no function over 70.

A file that everything passes through grows with every feature, and so do its tests, until nobody
can hold it in their head. 70 lines of body is the 99th percentile of the tidiest repositories: past
it, a function does two things. A docstring does not count; a file does, whole. (The console's sizes
are Biome's.)
"""

import ast
from collections.abc import Iterator, Sequence

from tools.lint.law import Law, Module, Violation

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body
    if ast.get_docstring(function, clean=False) is not None:
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def check(modules: Sequence[Module]) -> Iterator[Violation]:
    """Yield every file and every function that is too long."""
    for module in modules:
        lines = len(module.source.splitlines())
        if lines > FILE_LINES_MAX:
            yield Violation(
                module.path,
                1,
                "sizes",
                f"{lines} lines, a file has at most {FILE_LINES_MAX}; split the trade",
            )
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = body_lines(node)
                if length > FUNCTION_LINES_MAX:
                    message = f"{node.name}: {length} lines, at most {FUNCTION_LINES_MAX} are read"
                    yield Violation(module.path, node.lineno, "sizes", message)


SIZES = Law("sizes", check)
