"""Rules of cleaning, and the quality of what came in."""

from stayflow.intake.clean import (
    COMPARISONS,
    FIELDS,
    MESSAGES,
    REASONS,
    STEPS,
    WORDS_ZH,
    CleanRules,
    parse_rules,
    read_rules,
    rules_as_json,
    save_rules,
)
from stayflow.intake.notices import QualityNotice, find_alerts, list_notices
from stayflow.intake.pipeline import CONSUMER
from stayflow.intake.record import QualityBy, quality_points, quality_totals, retype_property
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.common import Sentence
from stayflow.interfaces.http.model.intake import (
    CleaningAnswer,
    CleaningBody,
    CleaningReasonShape,
    CleaningShape,
    CleaningStepShape,
    PropertyTypeBody,
    QualityAlert,
    QualityAnswer,
    QualityLine,
    QualityNoticeShape,
    QualityPointShape,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.language.window import parse_range


def get_cleaning(context: InProject) -> CleaningAnswer:
    """The rules in force, the steps in their order, and every reason."""
    return _answer(context, _rules(context))


def put_cleaning(body: CleaningBody, context: InProject) -> CleaningAnswer:
    """Change rules; they hold from the next batch on."""
    given = body.model_dump(exclude_none=True)
    with context.transaction() as tx:
        before = read_rules(tx, default=context.app.clean_rules)
        rules = parse_rules(given, default=before)
        save_rules(tx, rules, by=context.caller.actor, now=context.now())
    return _answer(context, rules)


def put_property_type(body: PropertyTypeBody, context: InProject) -> None:
    """Give a property another type; stored events are read anew from what they were sent with."""
    with context.transaction() as tx:
        retype_property(tx, context.warehouse(), body.property, body.type)


def get_quality(
    context: InProject, last: str = "7d", by: QualityBy = QualityBy.SOURCE
) -> QualityAnswer:
    """What became of events, by hour and by source, key, event or reason; and what is alarming."""
    scope = context.scope()
    since, _ = parse_range({"last": last}, "last").bounds(scope.zone, scope.now)
    totals = quality_totals(context.warehouse(), since=since, by=by)
    hours = quality_points(context.warehouse(), since=since, by=by)
    return QualityAnswer(
        since=since,
        by=by.value,
        totals=[QualityLine.model_validate(each) for each in totals],
        hours=[QualityPointShape.model_validate(each) for each in hours],
        alerts=_alerts(context),
        notices=[QualityNoticeShape.model_validate(each) for each in _notices(context)],
        waiting_bytes=context.app.log.backlog_bytes(CONSUMER, context.project),
    )


def _alerts(context: InProject) -> list[QualityAlert]:
    rules = _rules(context)
    return [
        QualityAlert(
            source=each.group,
            received=each.received,
            rejected=each.rejected,
            rejected_percent=each.rejected_percent,
            rejected_percent_max=rules.rejected_percent_max,
        )
        for each in find_alerts(context.warehouse(), rules, context.now())
    ]


def _notices(context: InProject) -> list[QualityNotice]:
    with context.transaction() as tx:
        return list_notices(tx)


def _rules(context: InProject) -> CleanRules:
    with context.transaction() as tx:
        return read_rules(tx, default=context.app.clean_rules)


def _answer(context: InProject, rules: CleanRules) -> CleaningAnswer:
    enricher = context.app.enricher
    return CleaningAnswer(
        rules=CleaningShape.model_validate(rules_as_json(rules)),
        steps=[
            CleaningStepShape(name=step.__name__, sentence=(step.__doc__ or "").partition("\n")[0])
            for step in (*STEPS, *COMPARISONS)
        ],
        reasons=[
            CleaningReasonShape(
                reason=reason,
                field=FIELDS.get(reason, ""),
                message=MESSAGES[reason],
                said=Sentence(zh=WORDS_ZH[reason], en=MESSAGES[reason]),
            )
            for reason in REASONS
        ],
        has_data_centres=bool(enricher.data_centres),
        has_places=enricher.places is not None,
    )


ROUTES = (
    Route("GET", PROJECT + "/cleaning", get_cleaning, Least.VIEWER, Tag.DATA, CleaningAnswer),
    Route("PUT", PROJECT + "/cleaning", put_cleaning, Least.OWNER, Tag.DATA, CleaningAnswer),
    Route("PUT", PROJECT + "/catalogue/property-type", put_property_type, Least.OPERATOR, Tag.DATA),
    Route("GET", PROJECT + "/quality", get_quality, Least.VIEWER, Tag.DATA, QualityAnswer),
)
