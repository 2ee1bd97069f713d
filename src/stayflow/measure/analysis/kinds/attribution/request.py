"""Reading a question for attribution."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from stayflow.language.metric import parse_selection
from stayflow.language.raw import (
    JsonObject,
    read_choice,
    read_list,
    read_number,
    read_object,
    read_text,
    read_texts,
)
from stayflow.language.window import parse_duration
from stayflow.measure.analysis.earlier import parse_comparison
from stayflow.measure.analysis.errors import QueryInvalid
from stayflow.measure.analysis.kinds.attribution.asking import Asking
from stayflow.measure.analysis.kinds.attribution.paths import Journeys
from stayflow.measure.analysis.kinds.attribution.question import BY_DEFAULT, Attribution
from stayflow.measure.analysis.kinds.attribution.rule import Model, Sharing
from stayflow.measure.analysis.model import Frame
from stayflow.measure.analysis.request import check_fields, read_span

AMOUNT_DEFAULT: Final = "revenue"
LOOKBACK_DEFAULT, LOOKBACK_MAX = "30d", timedelta(days=366)
HALF_LIFE_DEFAULT: Final = "7d"
EVENT: Final = ("event", "where")
FIELDS: Final = (
    *("touch", "conversion", "amount", "lookback", "model", "beside", "position", "half_life"),
    *("direct", "compare"),
)


def parse_attribution(raw: JsonObject, frame: Frame) -> Attribution:
    """Read `touch`, `conversion`, `amount`, `lookback`, `model`, `beside`, `compare`, and what models are told.

    Raises:
        TooMuchAsked: A look-back of more than a year.
        QueryInvalid: A model named twice, or shares that are more than the whole.
    """
    check_fields(raw, *FIELDS)
    said, lookback = read_span(raw.get("lookback", LOOKBACK_DEFAULT), "lookback", LOOKBACK_MAX)
    journeys = Journeys(
        touch=parse_selection(read_object(raw.get("touch"), "touch", known=EVENT), "touch"),
        conversion=parse_selection(
            read_object(raw.get("conversion"), "conversion", known=EVENT), "conversion"
        ),
        amount=read_text(raw.get("amount", AMOUNT_DEFAULT), "amount"),
        lookback=lookback,
    )
    of_touches = tuple(each for each in frame.by if each.is_of_event)
    of_people = tuple(each for each in frame.by if not each.is_of_event)
    frame = replace(frame, by=of_touches or (BY_DEFAULT,))
    models, sharing = _parse_models(raw), _parse_sharing(raw)
    comparison = parse_comparison(raw.get("compare"), frame.range)
    asking = Asking(frame, journeys, models, sharing, of_people)
    return Attribution(asking, said, comparison)


def _parse_models(raw: JsonObject) -> tuple[Model, ...]:
    known = [each.value for each in Model]
    written = [(raw.get("model", Model.LAST_NON_DIRECT.value), "model")]
    beside = read_list(raw.get("beside", []), "beside")
    written += [(each, f"beside[{n}]") for n, each in enumerate(beside)]
    models = tuple(Model(read_choice(each, path, known)) for each, path in written)
    if len(set(models)) < len(models):
        raise QueryInvalid("names the same model twice", path="beside")
    return models


def _parse_sharing(raw: JsonObject) -> Sharing:
    base = Sharing()
    node = read_object(raw.get("position", {}), "position", known=("first", "last"))
    first, last = (
        read_number(node.get(end, getattr(base, end)), f"position.{end}")
        for end in ("first", "last")
    )
    if first < 0 or last < 0 or first + last > 1:
        raise QueryInvalid("shares are not negative and at most 1 together", path="position")
    half_life = parse_duration(raw.get("half_life", HALF_LIFE_DEFAULT), "half_life")
    direct = (
        base.direct if raw.get("direct") is None else ("", *read_texts(raw["direct"], "direct"))
    )
    return Sharing(first, last, half_life, direct)
