"""The steps of loading a demo project, each of which may be done again without harm."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

from stayflow.app import App
from stayflow.demo.campaign import send_past_campaign
from stayflow.demo.dates import DateShift, write_shifted
from stayflow.demo.definitions import (
    CAMPAIGN,
    CAMPAIGN_DAYS_AGO,
    EARNING_RULE,
    EARNING_RULE_NAME,
    REGULARS,
    DemoProject,
)
from stayflow.intake.batch import run_import
from stayflow.intake.pipeline import consume_log, run_reactors
from stayflow.intake.plan import draft_plan, read_plan, save_plan
from stayflow.intake.record import observe_events
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.language.window import midnight
from stayflow.measure.dashboard import list_questions, save_question
from stayflow.reward.earning import EarningReactor, EarningRule, create_rule, list_rules
from stayflow.understand.lifecycle import (
    DEFAULT_MODEL,
    change_about,
    default_definition,
    end_of_day,
    find_model,
    find_signs,
    replay_stages,
    save_model,
)
from stayflow.understand.rfm import refresh_rfm, save_rfm_model
from stayflow.understand.score import get_score_set, install_score_set, refresh_scores
from stayflow.understand.segment import create_segment, get_segment, list_segments, refresh_segment
from stayflow.understand.tag import (
    Naming,
    TagDraft,
    create_tag,
    find_tag,
    get_set,
    install_set,
    refresh_tags,
)
from stayflow.understand.value import refresh_value

BY = "demo"
INDUSTRY = "ecommerce"
HISTORY_WEEKS = 12
"""Earlier versions a segment gets, so that its page has a history."""
LIFECYCLE_WEEKS = 26
LIFECYCLE_TITLE = "产品生命周期 Life with the product"
CAMPAIGN_HOUR = 10


@dataclass(frozen=True, slots=True)
class Work:
    """What a step works on.

    Attributes:
        app: The open app.
        about: The demo project.
        shift: By how much its dates are moved.
    """

    app: App
    about: DemoProject
    shift: DateShift

    @property
    def project(self) -> ProjectId:
        """The id of the project."""
        return ProjectId(self.about.id)

    @property
    def scope(self) -> Scope:
        """What the compilers know of the project now."""
        return self.app.scope(self.project)


Step = Callable[[Work], None]


def import_files(work: Work) -> None:
    """Import the project's files with their dates moved, through the way every file takes.

    The moved copies stay in the data folder until all are imported: an import that was cut off is
    found again by its file.
    """
    package = resources.files("stayflow.demo")
    folder = work.app.folder.path / "demo" / work.project
    for file in work.about.files:
        moved = folder / f"{file.name}.csv"
        if not moved.exists():
            unfinished = moved.with_suffix(".unfinished")
            with resources.as_file(package / "data" / f"{file.name}.csv.gz") as source:
                write_shifted(source, unfinished, work.shift, dates=file.dates)
            unfinished.rename(moved)
        run_import(
            moved,
            (package / "mapping" / f"{file.name}.yaml").read_text(encoding="utf-8"),
            pipeline=work.app.pipeline(work.project),
            zone=ZoneInfo(work.about.zone),
        )
    shutil.rmtree(folder)


def save_segments(work: Work) -> None:
    """Save the segments, with a version for each of the last weeks and one for now."""
    scope, facts = work.scope, work.app.facts(work.project)
    today = scope.now.astimezone(scope.zone).date()
    weeks = [today - timedelta(weeks=week) for week in range(HISTORY_WEEKS, 0, -1)]
    with work.app.relational.project(work.project) as tx:
        known = {segment.name for segment in list_segments(tx)}
        for wanted in work.about.segments:
            if wanted.name in known:
                continue
            create_segment(tx, wanted.name, wanted.condition, scope=scope, by=BY, note=wanted.note)
            for day in weeks:
                then = scope.at(end_of_day(day, scope))
                refresh_segment(tx, wanted.name, scope=then, warehouse=facts, cause=BY)
            refresh_segment(tx, wanted.name, scope=scope, warehouse=facts, cause=BY)


def draft_tracking_plan(work: Work) -> None:
    """Plan what the files brought; nothing is refused by it."""
    scope, facts = work.scope, work.app.facts(work.project)
    observed = observe_events(facts, since=scope.now - timedelta(days=366))
    with work.app.relational.project(work.project) as tx:
        plan = draft_plan(read_plan(tx).plan, observed)
        save_plan(tx, plan, after=None, by=BY, now=scope.now)


def save_tags(work: Work) -> None:
    """Save the ready tags and scores of e-commerce that fit the data, and the project's own; compute them."""
    scope, facts = work.scope, work.app.facts(work.project)
    naming = Naming(events=work.about.called)
    with work.app.relational.project(work.project) as tx:
        install_set(tx, get_set(INDUSTRY), scope=scope, by=BY, naming=naming, lang=None)
        for tag in work.about.tags:
            if find_tag(tx, tag.name) is None:
                draft = TagDraft(tag.name, tag.kind, tag.definition, label=tag.label)
                create_tag(tx, draft, scope=scope, by=BY)
        ready = get_score_set(INDUSTRY)
        install_score_set(tx, ready, scope=scope, by=BY, events=work.about.called, lang=None)
    for day in (scope.now - timedelta(days=30), scope.now):
        then = scope.at(day)
        with work.app.relational.project(work.project) as tx:
            refresh_tags(tx, scope=then, warehouse=facts, cause=BY)
            refresh_scores(tx, scope=then, warehouse=facts, cause=BY)
            refresh_value(tx, scope=then, warehouse=facts)


def save_questions(work: Work) -> None:
    """Save the questions."""
    scope = work.scope
    with work.app.relational.project(work.project) as tx:
        known = {question.name for question in list_questions(tx)}
        for wanted in work.about.questions:
            if wanted.name not in known:
                save_question(tx, wanted.name, wanted.query, scope=scope, by=BY)


def save_rfm(work: Work) -> None:
    """Save the RFM and classify everybody, a month ago and now, so that there are moves."""
    scope, facts = work.scope, work.app.facts(work.project)
    month_ago = scope.at(scope.now - timedelta(days=30))
    with work.app.relational.project(work.project) as tx:
        save_rfm_model(tx, dict(work.about.rfm), at=month_ago.now)
        refresh_rfm(tx, scope=month_ago, warehouse=facts)
        refresh_rfm(tx, scope=scope, warehouse=facts, cause="demo")


def replay_lifecycle(work: Work) -> None:
    """Save the default lifecycle and replay every day of the last half year."""
    scope = work.scope
    first_on = scope.now.astimezone(scope.zone).date() - timedelta(weeks=LIFECYCLE_WEEKS)
    with work.app.relational.project(work.project) as tx:
        if find_model(tx) is None:
            signs = find_signs(scope.catalogue.event_names())
            save_model(tx, default_definition(signs), scope=scope)
            change_about(tx, DEFAULT_MODEL, title=LIFECYCLE_TITLE, at=scope.now)
        replay_stages(tx, first_on, scope=scope, warehouse=work.app.facts(work.project))


def grant_points(work: Work) -> None:
    """Make the earning rule and grant what the purchases of the year have earned."""
    granting = [each for each in work.app.reactors if isinstance(each, EarningReactor)]
    granting[0].grant_history(work.project, _ensure_rule(work))
    work_off(work)


def send_campaign(work: Work) -> None:
    """Send the finished campaign, three weeks ago, to those who were regulars then."""
    with work.app.relational.project(work.project) as tx:
        segment = get_segment(tx, REGULARS)
    definition = dict(CAMPAIGN) | {"audience": segment.condition}
    sent_at = _campaign_instant(work)
    send_past_campaign(work.app.post, work.project, definition, sent_at=sent_at)
    work_off(work)


def work_off(work: Work) -> None:
    """Do what a worker would do until there is no news: record what was emitted, and react."""
    pipeline = work.app.pipeline(work.project)
    while consume_log(pipeline, work.app.log) is not None:
        pass
    pipeline.show_merges()
    while run_reactors(work.project, work.app.reactors, work.app.relational):
        while consume_log(pipeline, work.app.log) is not None:
            pass


def _ensure_rule(work: Work) -> EarningRule:
    scope = work.scope
    with work.app.relational.project(work.project) as tx:
        for rule in list_rules(tx):
            if rule.name == EARNING_RULE_NAME:
                return rule
        return create_rule(tx, EARNING_RULE_NAME, dict(EARNING_RULE), scope=scope, actor=BY)


def _campaign_instant(work: Work) -> datetime:
    scope = work.scope
    day = scope.now.astimezone(scope.zone).date() - timedelta(days=CAMPAIGN_DAYS_AGO)
    return midnight(day, scope.zone) + timedelta(hours=CAMPAIGN_HOUR)
