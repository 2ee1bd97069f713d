"""The page of the Condition language: its own kinds by examples, read and said here; those of rooms by their facets."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator
from typing import Final

import stayflow
from stayflow.language.aggregate import KINDS
from stayflow.language.condition import describe_condition, parse_condition
from stayflow.language.condition.parse import COMING, LEAVES
from tools.reference.discover import first_sentence

NOTICE: Final = "<!-- Written by `python -m tools.reference`; change the code, not this page. -->"
PURCHASE: Final = {"event": "purchase"}
SPENT: Final = {
    "event": "purchase",
    "where": {"property": "category", "value": "母婴"},
    "aggregate": {"sum": "amount"},
    "op": "gte",
    "value": 500,
}
BIG: Final = {"property": "amount", "op": "gte", "value": 500}
AFTER_A_BIG_ONE: Final = {"since": {"last": {"event": "purchase", "where": BIG}, "after": "1d"}}
STEPS: Final = [{"event": "product_view"}, {"event": "add_to_cart"}]
EXAMPLES: dict[str, tuple[dict[str, object], ...]] = {
    "Groups": (
        {"all": [{"did": PURCHASE}, {"attribute": {"name": "vip", "value": True}}]},
        {"any": [{"did": PURCHASE}, {"not": {"did": {"event": "refund"}}}]},
        {},
    ),
    "attribute": (
        {"attribute": {"name": "city", "op": "in", "value": ["杭州", "上海"]}},
        {"attribute": {"name": "age", "op": "between", "value": [18, 30]}},
        {"attribute": {"name": "joined", "op": "after", "value": "2026-01-31"}},
        {"attribute": {"name": "birthday", "op": "anniversary", "value": "7d"}},
        {"attribute": {"name": "hobbies", "op": "contains_all", "value": ["food", "sport"]}},
        {"not": {"attribute": {"name": "city", "op": "is_set"}}},
    ),
    "did": (
        {"did": {"event": "purchase", "within": {"last": "30d"}}},
        {"not": {"did": {"event": "purchase"}}},
        {"did": {"event": ["visit", "login"], "count": 3}},
        {"did": {"event": "purchase", "count": {"lte": 2}, "within": {"from": "2026-01-01", "to": "2026-02-01"}}},
        {"did": SPENT},
        {"did": {"event": "*", "aggregate": "days", "op": "gte", "value": 5, "within": {"last": "2w"}}},
        {"did": {"event": "purchase", "aggregate": {"first": "channel"}, "op": "eq", "value": "app"}},
        {"did": {"event": "visit", "within": {"before": "90d"}}},
        {"did": {"event": "purchase", "count": 2, "within": {"since": "first purchase", "for": "7d"}}},
        {"not": {"did": {"event": "visit", "within": AFTER_A_BIG_ONE}}},
    ),
    "sequence": (
        {"sequence": {"steps": STEPS}},
        {"sequence": {"steps": STEPS, "without": PURCHASE, "within": "24h", "during": {"last": "30d"}}},
    ),
}  # fmt: skip
"""By the kind they show; `tests/docs` holds the page to them, and each is read and said here."""

INTRO = (
    "A condition says which people. It is JSON: one key, the kind, with what the kind asks. It is read, "
    "compiled and said by one tree, so the sentence beside each example is the one that the console "
    "shows. How conditions are thought and what they cost is told in "
    "[Conditions](../understand/conditions.md); comparisons and aggregates are listed in "
    "[Operators and aggregates](operators.md)."
)
WINDOWS = """\
| `within` | the time that counts |
| --- | --- |
| `{"last": "30d"}` | today and the 29 days before, in the project's zone; also `w`, `mo`, `q`, `y` |
| `{"last": "36h"}` | counted back from now; also `min`, `s` |
| `{"before": "30d"}` | all the time before that |
| `{"from": "2026-01-01", "to": "2026-02-01"}` | both days included; one may be left out |
| `{"since": "first purchase"}` | from the person's first such event on; `last` for their last |
| `{"since": "7d after first purchase", "for": "30d"}` | 30 days that begin seven days after it; or `before` |
| `{"since": {"first": {"event": …, "where": …}, "after": "7d"}, "for": "30d"}` | the same in parts, with a filter |

Lengths beside `since` and those of a `sequence` are of the clock (`7d` is 168 hours). An event at the very moment
of the one it is counted from is not in the stretch; who has no such event did nothing in it."""


def conditions() -> str:
    """The page."""
    facets = dict(facet_kinds())
    blocks = ["# Conditions", NOTICE, INTRO]
    for kind, examples in EXAMPLES.items():
        blocks.append(f"## {kind if kind == 'Groups' else f'`{kind}`'}")
        if kind == "did":
            names = ", ".join(f"`{name}`" for name, row in KINDS.items() if row.of_one)
            blocks.append(f"Aggregates over one person's events: {names}, and `p1` to `p99`.")
        blocks += [_example(raw) for raw in examples]
    blocks += ["## When", WINDOWS, "## Kinds that rooms add", _facets(facets)]
    missing = [f"`{name}`" for name in COMING if name not in facets]
    if missing:
        blocks.append(
            f"{', '.join(missing)}: the language has the word; until a room offers it, it answers"
            " `unsupported_facet`."
        )
    return "\n\n".join(blocks) + "\n"


def facet_kinds() -> Iterator[tuple[str, str]]:
    """Every facet of the tree: its kind, and what its module says of it."""
    for found in pkgutil.walk_packages(stayflow.__path__, "stayflow."):
        if found.name.rpartition(".")[2] not in {"facet", "habit"}:
            continue
        module = importlib.import_module(found.name)
        for name, each in inspect.getmembers(module, inspect.isclass):
            if name.endswith("Facet") and each.__module__ == found.name:
                kind = str(inspect.signature(each).parameters["name"].default)
                yield kind, first_sentence(module.__doc__)


def _example(raw: dict[str, object]) -> str:
    tree = parse_condition(raw)
    said = "\n".join(f"{describe_condition(tree, lang)}  " for lang in ("en", "zh")).rstrip()
    return f"```json\n{json.dumps(raw, ensure_ascii=False)}\n```\n{said}"


def _facets(facets: dict[str, str]) -> str:
    rows = [f"| `{kind}` | {said} |" for kind, said in sorted(facets.items()) if kind not in LEAVES]
    return "\n".join(["| kind | |", "| --- | --- |", *rows])
