"""Dashboard: questions worth keeping, dashboards of them, links to those, and the numbers of the first page.

Owns `questions`, `dashboards` and `dashboard_shares` (PostgreSQL).
Reads what the analyses read, `people`, and the stages of the lifecycle. Emits no fact.
"""

from stayflow.measure.dashboard.board import (
    Controls,
    Dashboard,
    DashboardInvalid,
    DashboardNameTaken,
    DashboardNotFound,
    Place,
    Tile,
    change_dashboard,
    create_dashboard,
    dashboards_showing,
    get_dashboard,
    list_dashboards,
    remove_dashboard,
)
from stayflow.measure.dashboard.overview import Overview, OverviewPoint, read_overview
from stayflow.measure.dashboard.questions import (
    Question,
    QuestionNameTaken,
    QuestionNotFound,
    find_question,
    get_question,
    list_questions,
    remove_question,
    save_question,
)
from stayflow.measure.dashboard.share import (
    Share,
    ShareNotFound,
    list_shares,
    open_share,
    share_dashboard,
    withdraw_share,
)
from stayflow.measure.dashboard.tiles import (
    DashboardAnswer,
    TileAnswer,
    answer_dashboard,
    at_the_minute,
    hide_people,
    only_tiles,
    with_controls,
)

__all__ = [
    "Controls",
    "Dashboard",
    "DashboardAnswer",
    "DashboardInvalid",
    "DashboardNameTaken",
    "DashboardNotFound",
    "Overview",
    "OverviewPoint",
    "Place",
    "Question",
    "QuestionNameTaken",
    "QuestionNotFound",
    "Share",
    "ShareNotFound",
    "Tile",
    "TileAnswer",
    "answer_dashboard",
    "at_the_minute",
    "change_dashboard",
    "create_dashboard",
    "dashboards_showing",
    "find_question",
    "get_dashboard",
    "get_question",
    "hide_people",
    "list_dashboards",
    "list_questions",
    "list_shares",
    "only_tiles",
    "open_share",
    "read_overview",
    "remove_dashboard",
    "remove_question",
    "save_question",
    "share_dashboard",
    "with_controls",
    "withdraw_share",
]
