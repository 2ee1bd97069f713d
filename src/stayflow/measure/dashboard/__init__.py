"""Dashboard: questions worth keeping, and the numbers of the first page.

Owns `questions` (PostgreSQL). Reads what the analyses read, `people`, and the stages of the lifecycle. Emits no fact.
"""

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

__all__ = [
    "Overview",
    "OverviewPoint",
    "Question",
    "QuestionNameTaken",
    "QuestionNotFound",
    "find_question",
    "get_question",
    "list_questions",
    "read_overview",
    "remove_question",
    "save_question",
]
