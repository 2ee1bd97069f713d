"""Import every module of the platform, and find what only exists once it is imported."""

import importlib
import pkgutil

import stayflow
from stayflow.kernel.errors import StayflowError


def import_everything() -> list[str]:
    """Import every module below `stayflow`; return their names."""
    names = [
        found.name for found in pkgutil.walk_packages(stayflow.__path__, f"{stayflow.__name__}.")
    ]
    for name in names:
        if not name.endswith("__main__"):
            importlib.import_module(name)
    return names


def error_classes() -> list[type[StayflowError]]:
    """Every error of the tree that has a code of its own, by code."""
    import_everything()
    found: list[type[StayflowError]] = [StayflowError]
    for parent in found:
        found += [child for child in parent.__subclasses__() if child not in found]
    own = [error for error in found if "code" in vars(error)]
    return sorted(own, key=lambda error: (error.code, error.__module__))


def first_sentence(docstring: str | None) -> str:
    """The first paragraph of a docstring on one line, as a cell of a table."""
    paragraph = (docstring or "").strip().split("\n\n", maxsplit=1)[0]
    return " ".join(paragraph.split()).replace("|", "\\|")
