"""What a document points at is there."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *(path for path in sorted((ROOT / "docs").rglob("*.md")) if path.name != "0000-template.md"),
    *sorted((ROOT / "deploy").rglob("*.md")),
]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:src|tests|tools|docs|console|deploy|benchmarks|examples)/[\w./-]*[\w/])`")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def heading_anchors(text: str) -> set[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_there_are_documents() -> None:
    assert {"README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md"} <= {
        path.name for path in DOCUMENTS
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_every_link_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for link in LINK.findall(text):
        if re.match(r"\w+:", link):
            continue
        place, _, anchor = unquote(link).partition("#")
        target = (document.parent / place).resolve() if place else document
        assert target.exists(), f"{relative(document)}: {link}"
        if anchor:
            assert anchor in heading_anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_every_file_named_is_there(document: Path) -> None:
    for name in PATH.findall(document.read_text(encoding="utf-8")):
        assert (ROOT / name).exists(), f"{relative(document)} names {name}"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_map_of_rooms_names_every_floor_and_no_other(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    package = ROOT / "src" / "stayflow"
    floors = {path.name for path in package.iterdir() if (path / "__init__.py").is_file()}
    named = {match.split("/")[2] for match in re.findall(r"`(src/stayflow/\w+/)`", text)}
    assert named == floors


@pytest.mark.parametrize("decision", sorted((ROOT / "docs" / "adr").glob("0*.md")), ids=relative)
def test_a_decision_has_its_parts_and_its_row(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    for part in ("Context", "Decision", "Consequences", "Alternatives", "In the code"):
        assert f"\n## {part}\n" in text
    index = (decision.parent / "README.md").read_text(encoding="utf-8")
    assert f"({decision.name})" in index


def test_every_page_that_the_code_names_is_there() -> None:
    named = re.compile(r"docs/[\w./-]+\.md|ADR (\d{4})")
    for path in sorted((ROOT / "src").rglob("*.py")):
        for match in named.finditer(path.read_text(encoding="utf-8")):
            page = f"docs/adr/{match[1]}-*.md" if match[1] else match[0]
            assert list(ROOT.glob(page)), f"{relative(path)} names {match[0]}"
