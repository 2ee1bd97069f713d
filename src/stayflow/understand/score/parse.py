"""From JSON to a definition: `{rules, within?, half_life?, bounds?, bands?}`."""

from stayflow.kernel.registry import Registry
from stayflow.language.condition import parse_condition
from stayflow.language.metric import parse_selection
from stayflow.language.raw import (
    JsonObject,
    Malformed,
    join,
    read_list,
    read_number,
    read_object,
    read_text,
)
from stayflow.language.scope import Facet
from stayflow.language.sentence import Sentence
from stayflow.language.window import parse_duration, parse_range
from stayflow.understand.score.model import THOUSANDTHS, Band, ScoreDefinition, ScoreRule

FIELDS = ("rules", "within", "half_life", "bounds", "bands")
RULE_FIELDS = ("name", "label", "event", "where", "people", "points", "per_day_max")
RULES_MAX, BANDS_MAX = 50, 20
POINTS_MAX = 1_000_000
DAY_SECONDS = 86400


def parse_score(
    raw: JsonObject, facets: Registry[Facet], path: str = "definition"
) -> ScoreDefinition:
    """Read a definition.

    Raises:
        Malformed: A part has the wrong shape (every error of its conditions too); the path names it.
    """
    node = read_object(raw, path, known=FIELDS)
    half_life = node.get("half_life")
    within = node.get("within")
    at = join(path, "bounds")
    bounds = read_object(node.get("bounds") or {}, at, known=("min", "max"))
    least, most = (_points_or_none(bounds.get(key), join(at, key)) for key in ("min", "max"))
    if least is not None and most is not None and least >= most:
        raise Malformed("the lower bound is below the upper one", path=at)
    return ScoreDefinition(
        rules=_read_rules(node.get("rules"), join(path, "rules"), facets),
        within=None if within is None else parse_range(within, join(path, "within")),
        half_life_days=None
        if half_life is None
        else parse_duration(half_life, join(path, "half_life")).total_seconds() / DAY_SECONDS,
        least=least,
        most=most,
        bands=_read_bands(node.get("bands", ()), join(path, "bands")),
    )


def _read_rules(raw: object, path: str, facets: Registry[Facet]) -> tuple[ScoreRule, ...]:
    rows = read_list(raw, path)
    if not 0 < len(rows) <= RULES_MAX:
        raise Malformed(f"expected 1 to {RULES_MAX} rules, got {len(rows)}", path=path)
    rules = tuple(_read_rule(each, f"{path}[{n}]", facets) for n, each in enumerate(rows))
    names = [rule.name for rule in rules]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise Malformed(f'"{name}" stands twice', path=f"{path}[{place}].name")
    return rules


def _read_rule(raw: object, path: str, facets: Registry[Facet]) -> ScoreRule:
    node = read_object(raw, path, known=RULE_FIELDS)
    selection = parse_selection(node, path)
    name = node.get("name", "、".join(selection.events) or "*")
    points = _points(node.get("points"), join(path, "points"))
    if points == 0:
        raise Malformed("a rule gives or takes points; 0 does neither", path=join(path, "points"))
    most = _points_or_none(node.get("per_day_max"), join(path, "per_day_max"))
    if most is not None and most <= 0:
        raise Malformed("expected more than 0", path=join(path, "per_day_max"))
    people = node.get("people")
    name = read_text(name, join(path, "name"))
    return ScoreRule(
        name=name,
        label=read_label(node.get("label"), join(path, "label"), name),
        selection=selection,
        people=None
        if people is None
        else parse_condition(people, join(path, "people"), facets=facets),
        points=points,
        per_day_max=most,
    )


def _read_bands(raw: object, path: str) -> tuple[Band, ...]:
    rows = read_list(raw, path)
    if len(rows) > BANDS_MAX:
        raise Malformed(f"expected at most {BANDS_MAX} bands, got {len(rows)}", path=path)
    bands: list[Band] = []
    for index, each in enumerate(rows):
        here = f"{path}[{index}]"
        node = read_object(each, here, known=("name", "label", "from"))
        name = read_text(node.get("name"), join(here, "name"))
        start = _points(node.get("from"), join(here, "from"))
        if bands and start <= bands[-1].start:
            raise Malformed("bands rise: each begins above the one before", path=join(here, "from"))
        if name in {band.name for band in bands}:
            raise Malformed(f'"{name}" stands twice', path=join(here, "name"))
        bands.append(Band(name, read_label(node.get("label"), join(here, "label"), name), start))
    return tuple(bands)


def read_label(raw: object, path: str, default: str) -> Sentence:
    """A label: `{zh, en}`, or one text for both; nothing is the name itself.

    Raises:
        Malformed: It is neither.
    """
    if raw is None:
        return Sentence(default, default)
    if isinstance(raw, str):
        return Sentence(raw, raw)
    node = read_object(raw, path, known=("zh", "en"))
    said = {key: read_text(node[key], join(path, key)) for key in node}
    return Sentence(said.get("zh", default), said.get("en", default))


def _points(raw: object, path: str) -> int:
    number = read_number(raw, path)
    if abs(number) > POINTS_MAX:
        raise Malformed(f"expected at most {POINTS_MAX}, got {number:g}", path=path)
    return round(number * THOUSANDTHS)


def _points_or_none(raw: object, path: str) -> int | None:
    return None if raw is None else _points(raw, path)
