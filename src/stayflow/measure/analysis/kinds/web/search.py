"""Words that people search on the site: in which events they stand, and who searched them how often."""

from typing import Final

from stayflow.language.metric import EventSelection, selection_sql
from stayflow.language.raw import JsonObject, read_boolean, read_text
from stayflow.language.scope import Scope
from stayflow.language.statement import Statement
from stayflow.measure.analysis.kinds.web.model import Search, WebQuestion, WebSearch
from stayflow.measure.analysis.model import Desk
from stayflow.measure.analysis.named import text_sql
from stayflow.measure.analysis.scan import Scan, all_of

SEARCHES: Final = ("search", "site_search", "view_search_results", "Products Searched")
"""What collectors call a search on the site, Matomo and GA4 among them."""
_OF_THE_SITE: Final = "if(search_engine = '', keyword, '')"
"""Matomo's word; that of a visit from a search engine stands in the same column."""


def list_searches(question: WebQuestion, desk: Desk) -> list[WebSearch]:
    """The leading words and the rest; none where the project has seen no search."""
    scan, top = Scan(question.frame, desk.scope), question.frame.top
    events = _events(question.search, desk.scope)
    if events is None:
        return []
    statement = scan.binder.statement(
        f"WITH\n{_ctes(question.search, events, scan)}\n"
        f"SELECT least(place, {top + 1}) AS shown, if(place > {top}, '', word) AS named, count(), uniqExact(person)\n"
        "FROM placed\nGROUP BY shown, named\nORDER BY shown"
    )
    rows = desk.read(statement)
    total = sum(searches for _, _, searches, _ in rows)
    return [
        WebSearch(None if place > top else word, place > top, searches, people, searches / total)
        for place, word, searches, people in rows
    ]


def searchers_statement(who: JsonObject, question: WebQuestion, scan: Scan) -> Statement:
    """Who searched a word, or the rest of them."""
    events = _events(question.search, scan.scope) or EventSelection(SEARCHES[:1], path="search")
    if read_boolean(who.get("is_other", False), "who.is_other"):
        test = f"place > {question.frame.top}"
    else:
        test = f"word = {scan.binder.bind(read_text(who['word'], 'who.word'), 'String')}"
    return scan.binder.statement(
        f"WITH\n{_ctes(question.search, events, scan)}\n"
        f"SELECT DISTINCT person AS person_id\nFROM placed\nWHERE {test}"
    )


def _events(search: Search, scope: Scope) -> EventSelection | None:
    """Those that were asked for, or those of the collectors that the project has seen."""
    if search.events is not None:
        return search.events
    seen = tuple(name for name in SEARCHES if name in scope.catalogue.event_names())
    return EventSelection(seen, path="search") if seen else None


def _ctes(search: Search, events: EventSelection, scan: Scan) -> str:
    """CTEs that end in `placed`, one row a search with a word in it; case and blanks around it do not count."""
    word = text_sql(search.word, scan)
    if not search.word.path:
        word = f"coalesce(nullIf({word}, ''), {_OF_THE_SITE})"
    tests = [
        selection_sql(events, scan.scope, scan.binder),
        scan.between(*scan.bounds()),
        "word != ''",
        *scan.tests(),
    ]
    return (
        f"searched AS (\n  SELECT {scan.scope.event_person} AS person, lowerUTF8(trimBoth({word})) AS word\n"
        f"  FROM events\n  WHERE {all_of(tests)}\n),\n"
        "sized AS (\n  SELECT *, count() OVER (PARTITION BY word) AS searches FROM searched\n),\n"
        "placed AS (\n  SELECT *, dense_rank() OVER (ORDER BY searches DESC, word) AS place FROM sized\n)"
    )
