"""The hand-written pages show documents that the product reads, and name what there is."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from stayflow.intake.batch import parse_mapping
from stayflow.intake.batch.mapping import FORMATS, OPERATORS
from stayflow.language.condition import describe_condition, parse_condition
from stayflow.language.event import CONTEXT_FIELDS
from stayflow.language.scope import Scope
from stayflow.measure.analysis import ANALYSES, read_query

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def blocks(page: str, kind: str) -> list[str]:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    found = re.findall(rf"^```yaml {kind}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    assert found, f"{page} shows no {kind}"
    return found


def test_the_mapping_shown_can_be_read() -> None:
    (shown,) = blocks("import-mapping.md", "mapping")
    mapping = parse_mapping(shown)
    assert mapping.delimiter == ";"
    assert mapping.event.renamed == {"pv": "view", "buy": "purchase"}


def test_the_mappings_words_are_all_named() -> None:
    text = (REFERENCE / "import-mapping.md").read_text(encoding="utf-8")
    for word in (*CONTEXT_FIELDS, *OPERATORS):
        assert f"`{word}`" in text
    assert ", ".join(FORMATS) in text


@pytest.mark.parametrize("shown", blocks("queries.md", "condition"))
def test_a_condition_shown_can_be_read_and_said(shown: str) -> None:
    condition = parse_condition(yaml.safe_load(shown))
    assert describe_condition(condition, "zh")
    assert describe_condition(condition, "en")


class Nothing:
    """A project that has seen nothing yet: reading a question does not look."""

    def event_names(self) -> tuple[str, ...]:
        return ()

    def property(self, name: str) -> None:
        return None

    def attribute(self, name: str) -> None:
        return None


@pytest.mark.parametrize("shown", blocks("queries.md", "query"))
def test_a_question_shown_can_be_read_and_said(shown: str) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    scope = Scope(ZoneInfo("Asia/Shanghai"), now, Nothing())
    question = read_query(yaml.safe_load(shown), scope=scope)
    assert question.describe("zh")
    assert question.describe("en")


def test_every_kind_has_its_example_or_is_told_elsewhere() -> None:
    shown = {yaml.safe_load(block)["kind"] for block in blocks("queries.md", "query")}
    text = (REFERENCE / "queries.md").read_text(encoding="utf-8")
    for kind in ANALYSES.names():
        assert kind in shown or f"`{kind}`" in text
