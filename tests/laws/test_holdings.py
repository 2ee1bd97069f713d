"""Every table of either engine says whose it is: declared as holding persons, or named here as one that holds none."""

from stayflow.access.erasure import (
    BitmapTable,
    Erased,
    FactTable,
    PassingTable,
    TextTable,
    Way,
    count_state,
    count_telling,
    let_go,
)
from stayflow.app import HOLDINGS
from stayflow.kernel.ids import ProjectId
from tests.conftest import Engines

FACTS_WITHOUT_PEOPLE = {
    "incoming_ids",  # empty between batches
    "intake_hours",  # counts
    "migrations",
    "operated_attributes",  # names of attributes
    "operated_members",  # empty between batches
    "operated_people",  # empty between batches
    "rejected_replays",  # places of rejected events
    "squashes",
    "stage_replays",
}
# What people define, what they count by, and who works with it: users of Stayflow are not persons of a project.
STATE_WITHOUT_PEOPLE = {
    *("acquisition_costs", "alert_firings", "alerts", "attribute_notes", "attribute_types"),
    *("audit_system_entries", "batches", "campaign_versions", "campaigns", "catalogue_attributes"),
    *("catalogue_events", "catalogue_properties", "catalogue_property_events"),
    *("channel_code_counts", "channel_codes", "channels", "cleaning_rules", "contents"),
    *("dashboard_shares", "dashboards", "deliveries", "demo_loads", "destination_exports"),
    *("destination_positions", "destinations", "earning_missed", "earning_rule_versions"),
    *("earning_rules", "erasure_places", "erasures", "erased_people", "fact_held", "fact_marks"),
    *("fact_numbers", "form_counts", "forms", "identity_counters", "identity_kinds"),
    *("identity_squashes", "imports", "intake_counts", "jobs", "keys", "lifecycle_about"),
    *("lifecycle_baselines", "lifecycle_marks", "lifecycle_models", "lifecycle_rejections"),
    *("lifecycle_runs", "lifecycle_strategies", "lifecycle_warnings", "links", "list_views"),
    *("log_heads", "log_offsets", "match_rules", "match_runs", "memberships", "metrics"),
    *("migrations", "notice_sends", "notice_targets", "notices"),
    *("outbox_lanes", "outbox_paces", "pirate_steps", "policies", "projects", "quality_notices"),
    *("questions", "reactor_offsets", "reports", "rfm_models", "score_versions", "scores"),
    *("segment_editions", "segment_exports", "segment_hours", "segment_versions", "segments"),
    *("sessions", "sign_in_failures", "status_rules", "tag_folders", "tag_versions", "tags"),
    *("tracking_plans", "users", "value_rules", "value_runs"),
}
BY_ITSELF = {"log_entries"}  # forgotten as a whole: `DurableLog.forget_taken`
# Columns that hold who a person is, whatever a table is called; a table without people has none of them.
TELLING = {
    *("person_id", "person", "people", "from", "to", "other", "left_person", "right_person"),
    *("address", "identity_id", "merged_into", "ids", "high", "low", "values", "value"),
}
OWN = {
    "erasures",  # numbers that lead to nobody
    "erased_people",
    "operated_people",
    "operated_members",
    "value_runs",  # how many
}


def fact_columns(engines: Engines, project: ProjectId) -> dict[str, set[str]]:
    rows = (
        engines.warehouse.project(project)
        .query(
            "SELECT table, name FROM system.columns WHERE database = currentDatabase() AND table IN"
            " (SELECT name FROM system.tables WHERE database = currentDatabase()"
            " AND engine NOT IN ('Dictionary', 'MaterializedView'))"
        )
        .rows
    )
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(str(table), set()).add(str(column))
    return found


def state_columns(engines: Engines) -> dict[str, set[str]]:
    with engines.relational.system() as tx:
        rows = tx.rows(
            "select relname, attname from pg_class"
            " join pg_namespace on pg_namespace.oid = relnamespace"
            " join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped"
            " where nspname = 'stayflow' and relkind in ('r', 'p')"
        )
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(str(table), set()).add(str(column))
    return found


def test_every_table_of_clickhouse_says_whether_it_holds_people(engines, project):
    tables = fact_columns(engines, project)
    declared = {each.table for each in HOLDINGS.facts}
    assert len(declared) == len(HOLDINGS.facts)
    assert len(tables) > 30
    assert set(tables) == declared | FACTS_WITHOUT_PEOPLE
    assert not declared & FACTS_WITHOUT_PEOPLE
    telling = {name for name in FACTS_WITHOUT_PEOPLE - OWN if tables[name] & TELLING}
    assert telling == set()


def test_every_table_of_postgresql_says_whether_it_holds_people(engines):
    tables = state_columns(engines)
    declared = {each.table for each in HOLDINGS.state}
    assert len(tables) > 100
    assert set(tables) == declared | STATE_WITHOUT_PEOPLE | BY_ITSELF
    assert not declared & STATE_WITHOUT_PEOPLE
    telling = {name for name in STATE_WITHOUT_PEOPLE - OWN if tables[name] & TELLING}
    # the value of a metric, and how many people were handed over
    assert telling == {"alert_firings", "destination_exports", "segment_exports"}


def test_declared_columns_are_there_and_no_person_column_is_forgotten(engines, project):
    tables = fact_columns(engines, project)
    people = {"person_id", "other", "from", "to", "leader"}
    for each in HOLDINGS.facts:
        columns = tables[each.table]
        match each:
            case FactTable(columns=named):
                assert set(named) == columns & people, each.table
            case BitmapTable(column=column):
                assert column in columns, each.table
                assert not columns & people, each.table
            case TextTable(raw=raw, text=text):
                assert {raw, text or raw} <= columns, each.table
            case PassingTable():
                assert not columns & people, each.table


def test_whatever_is_kept_says_why():
    for each in HOLDINGS.state:
        assert (each.way is Way.KEPT) == (each.reason is not None), each.table
        if each.way is Way.EMPTIED:
            assert (each.emptied != "") != (each.statement != ""), each.table


def test_every_declared_statement_is_one_that_postgresql_takes(engines, project):
    """On people who were never there, so nothing is done."""
    nobody = Erased((10**15,), (10**15,), {"user_id": ["nobody"]})
    with engines.relational.project(project) as tx:
        let_go(tx, HOLDINGS.state, nobody, now=engines.clock.now())

        for each in HOLDINGS.state:
            assert count_state(tx, each, nobody) == count_telling(tx, each, nobody) == 0
