"""The generated pages say what the code does, and everything public is on one."""

import re
from collections import Counter
from pathlib import Path

import pytest

from stayflow.interfaces.http import describe_api
from tools.reference.discover import error_classes, first_sentence
from tools.reference.pages import FOLDER, PAGES, chinese_of_errors

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", list(PAGES))
def test_a_generated_page_is_up_to_date(name: str) -> None:
    written = (ROOT / FOLDER / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run `python -m tools.reference`"


def test_every_error_has_a_code_of_its_own_and_a_sentence() -> None:
    errors = error_classes()
    assert len(errors) > 20
    twice = [code for code, times in Counter(error.code for error in errors).items() if times > 1]
    assert twice == []
    for error in errors:
        assert re.fullmatch(r"[a-z][a-z0-9_]+", error.code), error
        assert first_sentence(error.__doc__).endswith("."), error


def test_an_error_without_a_code_of_its_own_is_only_a_branch() -> None:
    """Whoever reads a code finds one class; a class that is raised has its code."""
    codes = {error.code for error in error_classes()}
    page = (ROOT / FOLDER / "errors.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)) == codes


def test_every_error_is_said_in_chinese_once() -> None:
    """`console/src/i18n/zh/errors.json`: one plain sentence a code, in the order of the codes."""
    said = chinese_of_errors()
    assert list(said) == sorted(error.code for error in error_classes())
    for code, sentence in said.items():
        assert re.fullmatch(r"[^|\n]*[\u4e00-\u9fff][^|\n]*。", sentence), code
    assert [each for each, times in Counter(said.values()).items() if times > 1] == []


def test_the_consoles_types_know_every_route_and_every_shape() -> None:
    """`console/src/api/schema.ts` is made from the API's description; `console/tools/codegen`."""
    api = describe_api()
    schema = (ROOT / "console" / "src" / "api" / "schema.ts").read_text(encoding="utf-8")
    assert set(re.findall(r'^    "(/[^"]*)": \{', schema, flags=re.MULTILINE)) == set(api["paths"])
    for name, shape in api["components"]["schemas"].items():
        assert re.search(rf'^        "?{re.escape(name)}"?: ', schema, flags=re.MULTILINE), name
        for field in shape.get("properties", {}):
            assert re.search(rf'^            "?{re.escape(field)}"?\??: ', schema, re.MULTILINE), (
                field
            )
