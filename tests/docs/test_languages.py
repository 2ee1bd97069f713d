"""The pages of analyses in both languages: the same pages, each leading to the other, with the same examples."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "measure"
BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
CHINESE = ".zh-CN.md"
PAGES = sorted(
    page.name
    for page in DOCS.glob("*.md")
    if not page.name.endswith(CHINESE) and not page.name.startswith(("README", "tutorial"))
)
"""The index and the tutorial tell the same in words of their own."""


def test_there_are_pages():
    assert len(PAGES) > 20
    assert {page.name for page in DOCS.glob(f"*{CHINESE}")} >= {
        name.replace(".md", CHINESE) for name in PAGES
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_the_same_in_both_languages(name):
    other = name.replace(".md", CHINESE)
    english, chinese = (DOCS / name).read_text("utf-8"), (DOCS / other).read_text("utf-8")
    assert english.split("\n")[2] == f"[中文]({other})"
    assert chinese.split("\n")[2] == f"[English]({name})"
    assert BLOCK.findall(english) == BLOCK.findall(chinese)
    assert english.count("\n## ") == chinese.count("\n## ")
    assert english.count("\n- ") == chinese.count("\n- ")
