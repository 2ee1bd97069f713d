"""The demo's dashboard and its metric tree: what a shop looks at in the morning."""

from typing import Final

from stayflow.demo.steps import BY, INDUSTRY, Work
from stayflow.measure.dashboard import create_dashboard, list_dashboards, list_questions
from stayflow.measure.metric import take_template

DASHBOARD: Final = "经营看板 The shop in the morning"
RECENT: Final = {"last": "90d"}
COLUMNS, HEIGHT = 2, 5
WIDTH: Final = 12 // COLUMNS
QUERIES: Final = (
    ("收入 Revenue", {"kind": "revenue", "per": "week", "range": RECENT}),
    (
        "购买人数 Buyers by week",
        {
            "kind": "trend",
            "metrics": [{"event": "purchase", "aggregate": "people"}],
            "per": "week",
            "range": RECENT,
        },
    ),
    (
        "两次购买隔多久 Between purchases",
        {"kind": "interval", "from": {"event": "purchase"}, "range": RECENT},
    ),
    (
        "一季买几次 Purchases a quarter",
        {"kind": "distribution", "metric": {"event": "purchase"}, "range": RECENT},
    ),
)
"""What stands beside the project's saved questions: title and query."""

METRIC_EVENTS: Final = {"pay": "purchase", "any": "*"}
"""Both shops know only what was bought, not what was looked at."""


def save_dashboard(work: Work) -> None:
    """Save a dashboard of the saved questions and a few of its own."""
    scope = work.scope
    with work.app.relational.project(work.project) as tx:
        if any(each.name == DASHBOARD for each in list_dashboards(tx)):
            return
        kept = [{"question": each.question_id, "title": each.name} for each in list_questions(tx)]
        shown = [{"query": query, "title": title} for title, query in QUERIES] + kept
        tiles = [
            {
                **each,
                "tile_id": f"t{number}",
                "place": {
                    "x": number % COLUMNS * WIDTH,
                    "y": number // COLUMNS * HEIGHT,
                    "w": WIDTH,
                    "h": HEIGHT,
                },
            }
            for number, each in enumerate(shown)
        ]
        create_dashboard(tx, {"name": DASHBOARD, "tiles": tiles}, scope=scope, by=BY)


def save_metrics(work: Work) -> None:
    """Save the metric tree of its industry, as far as its events go."""
    scope = work.scope
    with work.app.relational.project(work.project) as tx:
        take_template(tx, INDUSTRY, METRIC_EVENTS, scope=scope, by=BY, lang=None)
