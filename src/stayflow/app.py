"""The composition root: opens the stores, gathers the rooms, hands them out."""

import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from stayflow.access.audit import AUDIT_HOLDINGS
from stayflow.access.erasure import Holdings
from stayflow.access.project import Project, get_project, list_projects
from stayflow.act.campaign import ReachedFacet, campaign_uses
from stayflow.act.channel import CHANNELS
from stayflow.act.content import LinkSigner
from stayflow.act.destination import DESTINATION_HOLDINGS, Forwarding, destination_uses
from stayflow.act.outbox import OUTBOX_HOLDINGS, PostOffice
from stayflow.act.policy import POLICY_HOLDINGS, ConsentFacet
from stayflow.intake.clean import CLEAN_HOLDINGS, CleanRules
from stayflow.intake.enrich import open_enricher
from stayflow.intake.identify import (
    IDENTITY_HOLDINGS,
    PersonNotFound,
    has_merges,
    list_ids_behind,
    squash_in_force,
)
from stayflow.intake.match import MATCH_HOLDINGS
from stayflow.intake.pipeline import Pipeline, PipelineLimits, Reactor, append_events
from stayflow.intake.record import RECORD_HOLDINGS, next_arrival, read_catalogue
from stayflow.kernel.clock import Clock, SystemClock
from stayflow.kernel.ids import PersonId, ProjectId, new_id
from stayflow.kernel.registry import Registry
from stayflow.kernel.settings import Settings
from stayflow.language.event import RawEvent
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Facet, Scope, Splitter
from stayflow.measure.metric import read_definitions
from stayflow.reward.earning import EarningReactor, earning_uses
from stayflow.reward.ledger import LEDGER_HOLDINGS
from stayflow.stores.files import DataFolder, SecretBox
from stayflow.stores.jobs import Jobs
from stayflow.stores.log import DurableLog, open_log
from stayflow.stores.migrations import Migration, load_migrations
from stayflow.stores.relational import Relational, open_relational
from stayflow.stores.warehouse import (
    Bounds,
    KeepingWarehouse,
    KeptAnswers,
    ProjectWarehouse,
    Reading,
    Warehouse,
    keep_answers,
    most_of,
    open_warehouse,
)
from stayflow.understand import score, tag
from stayflow.understand.fact import FactReactor, FactSource, identity_facts
from stayflow.understand.lifecycle import (
    STAGE_HOLDINGS,
    HabitFacet,
    StageFacet,
    StagePanel,
    StageSplit,
    lifecycle_uses,
    live_stages,
    stage_facts,
    stage_traits_sql,
    stage_words,
)
from stayflow.understand.live import LiveReactor, LiveRefresh
from stayflow.understand.profile import ColumnSource, Panel
from stayflow.understand.rfm import (
    RFM_HOLDINGS,
    RfmFacet,
    RfmPanel,
    RfmSplit,
    live_rfm,
    rfm_facts,
    rfm_traits_sql,
    rfm_words,
)
from stayflow.understand.segment import (
    SEGMENT_HOLDINGS,
    SegmentFacet,
    SegmentPanel,
    SegmentSplit,
    TraitSource,
    has_live_segments,
    refresh_live_segments,
    segment_facts,
    segment_uses,
    segment_words,
    segments_held,
)
from stayflow.understand.status import StatusFacet, StatusPanel, status_traits, status_words
from stayflow.understand.usage import UsePlug
from stayflow.understand.value import (
    VALUE_HOLDINGS,
    AcquisitionCost,
    TierPanel,
    ValueFacet,
    ValueSplit,
    list_costs,
    read_value_rules,
    tier_traits_sql,
    tier_words,
)

# Rooms with tables, from the ground up; within a floor a room follows those it refers to.
ROOMS: tuple[str, ...] = (
    "stores.log",
    "stores.jobs",
    "access.project",
    "access.key",
    "access.user",
    "access.audit",
    "access.view",
    "access.erasure",
    "intake",
    "intake.identify",
    "intake.plan",
    "intake.clean",
    "intake.record",
    "intake.match",
    "intake.form",
    "intake.channel_code",
    "understand.fact",
    "understand.segment",
    "understand.rfm",
    "understand.status",
    "understand.value",
    "understand.tag",
    "understand.score",
    "understand.attribute",
    "understand.lifecycle",
    "act.policy",
    "act.content",
    "act.channel",
    "act.outbox",
    "act.campaign",
    "act.destination",
    "reward.ledger",
    "reward.earning",
    "measure.dashboard",
    "measure.metric",
    "measure.notice",
    "measure.alert",
    "measure.report",
    "measure.pirate",
    "demo",
)
# What is kept up with every batch, in this order: attributes, tags, scores, classes and tiers, stages, segments.
LIVE: tuple[LiveRefresh, ...] = (
    LiveRefresh("tags", tag.has_live_tags, tag.refresh_live),
    LiveRefresh("scores", score.has_live_scores, score.refresh_live),
    live_rfm(),
    live_stages(),
    LiveRefresh("segments", has_live_segments, refresh_live_segments),
)
# What is told of people, in this order: where their changes are recorded.
FACTS: tuple[FactSource, ...] = (
    identity_facts(),
    tag.tag_facts(),
    score.score_facts(),
    rfm_facts(),
    stage_facts(),
    segment_facts(),
)
# Who names segments, tags, scores and stages in what they define.
USES: tuple[UsePlug, ...] = (
    tag.tags_naming,
    score.scores_naming,
    segment_uses,
    lifecycle_uses,
    campaign_uses,
    destination_uses,
    earning_uses,
)
# What is let go of when a person is erased; of PostgreSQL in this order, so identities go last.
HOLDINGS: Holdings = sum(
    (
        AUDIT_HOLDINGS,
        LEDGER_HOLDINGS,
        DESTINATION_HOLDINGS,
        OUTBOX_HOLDINGS,
        POLICY_HOLDINGS,
        STAGE_HOLDINGS,
        SEGMENT_HOLDINGS,
        RFM_HOLDINGS,
        VALUE_HOLDINGS,
        tag.TAG_HOLDINGS,
        score.SCORE_HOLDINGS,
        MATCH_HOLDINGS,
        CLEAN_HOLDINGS,
        RECORD_HOLDINGS,
        IDENTITY_HOLDINGS,
    ),
    Holdings(),
)
PANELS: tuple[Panel, ...] = (
    StagePanel(),
    RfmPanel(),
    SegmentPanel(),
    tag.TagPanel(),
    score.ScorePanel(),
    StatusPanel(),
    TierPanel(),
)


@dataclass(frozen=True)
class Stores:
    """The open engines."""

    folder: DataFolder
    relational: Relational
    warehouse: Warehouse
    log: DurableLog


class App:
    """Everything that is open, by name.

    Attributes:
        box: Seals secrets with the key of the data folder.
        enricher: Fills in what events do not say themselves.
        panels: What rooms add to a person's page.
        post: What sending and tracking need.
        forwarding: What sending to destinations needs.
        facts_told: Tells what became of people; also after computations by the clock.
        reactors: Rooms that answer to recorded batches, in order.
    """

    def __init__(
        self, settings: Settings, stores: Stores, clock: Clock, closing: ExitStack
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.folder = stores.folder
        self.relational = stores.relational
        self.warehouse = stores.warehouse
        self.log = stores.log
        self.jobs = Jobs(stores.relational, clock)
        self.box: SecretBox = stores.folder.secret_box()
        self.panels = PANELS
        self.enricher = open_enricher(settings)
        self.post = self._post_office()
        self.forwarding = self._forwarding()
        self.facts_told = FactReactor(self.relational, self.warehouse, clock, FACTS, self.emit_fact)
        self.reactors: tuple[Reactor, ...] = (
            EarningReactor(self.relational, self.warehouse, clock, self.scope, self.emit_reward),
            LiveReactor(self.relational, self.warehouse, self.scope, LIVE),
            self.facts_told,
        )
        self._answers = KeptAnswers(clock)
        self._closing = closing
        self._pipelines: dict[ProjectId, Pipeline] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the stores, the last opened first, and give the data folder back."""
        self._closing.close()

    @property
    def bounds_max(self) -> Bounds:
        """The most that a question of any project may cost."""
        return most_of(self.settings)

    @property
    def clean_rules(self) -> CleanRules:
        """Rules of cleaning for projects that have none of their own."""
        return CleanRules(age_days_max=self.settings.number("event_age_days_max"))

    def facts(self, project: ProjectId) -> ProjectWarehouse:
        """The project's ClickHouse database."""
        return self.warehouse.project(project)

    def reading(self, project: Project) -> Reading:
        """A question of somebody in a project: its queries are bounded as the project's owner chose."""
        bounds = project.bounds.within(self.bounds_max)
        return Reading(bounds=bounds, gate=self.warehouse.gate(project.id))

    def kept_facts(self, project: ProjectId) -> KeepingWarehouse:
        """The project's database as it stands now, where what was asked in this state is not computed again."""
        return keep_answers(self.facts(project), self._answers)

    def forget_answers(self) -> None:
        """Keep no answer of before: those in memory tell of people who were erased."""
        self._answers.forget()

    def scope(self, project: ProjectId) -> Scope:
        """What the compilers know of a project now."""
        about = get_project(project, relational=self.relational)
        with self.relational.project(project) as tx:
            return Scope(
                zone=ZoneInfo(about.zone),
                now=self.clock.now(),
                catalogue=read_catalogue(tx),
                has_merges=has_merges(tx),
                squash=squash_in_force(tx),
                arrivals=next_arrival(tx),
                facets=self.facets(project),
                splitters=self.splitters(project),
                metrics=lambda: self._metrics(project),
                costs=lambda: self._costs(project),
                value_rules=lambda: self._value_rules(project),
            )

    def _costs(self, project: ProjectId) -> list[AcquisitionCost]:
        with self.relational.project(project) as tx:
            return list_costs(tx)

    def _value_rules(self, project: ProjectId) -> JsonObject:
        with self.relational.project(project) as tx:
            return read_value_rules(tx).as_raw()

    def _metrics(self, project: ProjectId) -> Mapping[str, JsonObject]:
        with self.relational.project(project) as tx:
            return read_definitions(tx)

    def facets(self, project: ProjectId) -> Registry[Facet]:
        """The kinds of condition that rooms above the language add, bound to a project."""
        facets: Registry[Facet] = Registry("condition")
        for facet in (
            SegmentFacet(self.relational, project),
            StageFacet(self.relational, project),
            HabitFacet(),
            RfmFacet(self.relational, project),
            StatusFacet(self.relational, project),
            ValueFacet(),
            tag.TagFacet(self.relational, project, partial(self.facts, project)),
            score.ScoreFacet(self.relational, project),
            ReachedFacet(self.relational, project),
            ConsentFacet(
                self.relational, project, {each.name: each.address_names for each in CHANNELS}
            ),
        ):
            facets.register(facet.name, facet)
        return facets

    def splitters(self, project: ProjectId) -> Registry[Splitter]:
        """The kinds of breakdown that rooms above the language add, bound to a project."""
        splitters: Registry[Splitter] = Registry("breakdown")
        for splitter in (
            SegmentSplit(self.relational, project),
            StageSplit(self.relational, project),
            RfmSplit(self.relational, project),
            ValueSplit(),
            tag.TagSplit(self.relational, project),
            score.ScoreSplit(self.relational, project),
        ):
            splitters.register(splitter.name, splitter)
        return splitters

    def traits(self, project: ProjectId) -> tuple[TraitSource, ...]:
        """What the profile of a segment compares beside attributes and behaviours."""
        return (
            TraitSource("tag", tag.tags_held_sql, tag.tag_words),
            TraitSource("stage", stage_traits_sql, stage_words),
            TraitSource("rfm", rfm_traits_sql, rfm_words),
            TraitSource("score", score.bands_held_sql, score.score_words),
            TraitSource("status", status_traits(self.relational, project), status_words),
            TraitSource("value", tier_traits_sql, tier_words),
        )

    def columns(self, project: ProjectId) -> tuple[ColumnSource, ...]:
        """What a list of people can show beside attributes."""
        status, segments = (
            plug(self.relational, project) for plug in (status_traits, segments_held)
        )
        return (
            ColumnSource("stage", stage_traits_sql, stage_words),
            ColumnSource("status", status, status_words),
            ColumnSource("tier", tier_traits_sql, tier_words),
            ColumnSource("rfm", rfm_traits_sql, rfm_words),
            ColumnSource("segment", segments, segment_words),
            ColumnSource("tag", tag.tags_held_sql, tag.tag_words),
            ColumnSource("score", score.points_held_sql, score.score_words, is_number=True),
            ColumnSource("band", score.bands_held_sql, score.band_words),
        )

    def pipeline(self, project: ProjectId) -> Pipeline:
        """The project's one pipeline of this process."""
        with self._lock:
            if project not in self._pipelines:
                about = get_project(project, relational=self.relational)
                self._pipelines[project] = Pipeline(
                    project,
                    zone=about.zone,
                    relational=self.relational,
                    warehouse=self.facts(project),
                    clock=self.clock,
                    log=self.log,
                    limits=PipelineLimits(
                        clean=self.clean_rules,
                        property_columns_max=self.settings.number("property_columns_max"),
                    ),
                    enricher=self.enricher,
                )
            return self._pipelines[project]

    def ids_of(self, project: ProjectId, person_id: int) -> tuple[PersonId, ...]:
        """The living person behind an id, then everybody merged into them.

        Raises:
            PersonNotFound: The id was never given.
        """
        with self.relational.project(project) as tx:
            ids = list_ids_behind(tx, person_id)
        if not ids:
            raise PersonNotFound(f"no person {person_id}", path="person_id")
        return tuple(PersonId(each) for each in ids)

    def emit_page(self, project: ProjectId, events: Sequence[RawEvent], *, source: str) -> None:
        """Events of our own public pages: `form`, `channel_code`."""
        append_events(project, events, source=source, log=self.log, clock=self.clock)

    def emit_message(self, project: ProjectId, events: Sequence[RawEvent]) -> None:
        """Events of what was sent and what people did with it."""
        append_events(project, events, source="act", log=self.log, clock=self.clock)

    def emit_reward(self, project: ProjectId, events: Sequence[RawEvent]) -> None:
        """Events of what was granted."""
        append_events(project, events, source="reward", log=self.log, clock=self.clock)

    def emit_fact(self, project: ProjectId, events: Sequence[RawEvent]) -> None:
        """Events of what became of people."""
        append_events(project, events, source="understand", log=self.log, clock=self.clock)

    def _forwarding(self) -> Forwarding:
        return Forwarding(
            relational=self.relational,
            warehouse=self.warehouse,
            clock=self.clock,
            box=self.box,
            scope_of=self.scope,
            exports_of=self.folder.exports,
            allow_private=self.settings.flag("allow_private_targets"),
            sender=new_id(),
        )

    def _post_office(self) -> PostOffice:
        return PostOffice(
            relational=self.relational,
            warehouse=self.warehouse,
            clock=self.clock,
            box=self.box,
            signer=LinkSigner(self.box.key, self.settings.public_url),
            emit=self.emit_message,
            scope_of=self.scope,
            allow_private=self.settings.flag("allow_private_targets"),
        )


def migrations_of(engine: str) -> tuple[Migration, ...]:
    """Every room's migrations for `relational` or `warehouse`, in order."""
    return tuple(step for room in ROOMS for step in load_migrations(f"stayflow.{room}", engine))


def open_app(settings: Settings, *, clock: Clock | None = None, command: str = "stayflow") -> App:
    """Claim the data folder, open the stores and bring every table to its newest form.

    Processes that keep nothing in the folder (both engines by URL) may share it.

    Args:
        settings: The settings in force.
        clock: Default: the machine's.
        command: As other processes are told who holds the folder.

    Raises:
        FolderHeld: Another process owns the data folder.
        StoreUnavailable: An engine does not answer.
    """
    with ExitStack() as opening:
        folder = DataFolder(settings.data)
        if not (settings.text("clickhouse_url") and settings.text("postgres_url")):
            opening.enter_context(folder.claim(command))
        relational = open_relational(settings, folder.relational, migrations_of("relational"))
        opening.callback(relational.close)
        warehouse = open_warehouse(settings, folder.warehouse, migrations_of("warehouse"))
        opening.callback(warehouse.close)
        log = open_log(settings, relational)
        opening.callback(log.close)
        for project in list_projects(relational=relational):
            warehouse.create_project(project.id, project.zone)  # tables added since it was made
        stores = Stores(folder, relational, warehouse, log)
        return App(settings, stores, clock or SystemClock(), opening.pop_all())


def assemble(settings: Settings, stores: Stores, clock: Clock) -> App:
    """Join the rooms over stores that somebody else opened and closes."""
    return App(settings, stores, clock, ExitStack())
