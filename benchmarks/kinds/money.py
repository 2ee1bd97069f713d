"""Questions about what people bring: revenue, value, RFM, lifetime value, and what they say."""

from typing import Any

from benchmarks.kinds.case import RANGE, Case, Rows
from benchmarks.kinds.in_polars import money as in_polars
from benchmarks.kinds.words import DUCK_WITHIN, PERSON, WITHIN, ZONE
from benchmarks.targets import rfm as classing
from stayflow.understand.rfm import RfmClass

ALL = "all"
ZONE_MS = 8 * 3_600_000


def _revenue() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        yield ALL, result.orders, result.revenue, result.payers
        yield "active", result.active
        yield "again", round(result.repurchase_rate * result.payers)
        for point in result.series:
            if point.orders:
                yield point.t, point.orders, point.revenue, point.payers

    numbers = f"uniqExact(property_order_id), sum(property_amount), uniqExact({PERSON})"
    paid = f"FROM events WHERE event = 'purchase' AND {WITHIN}"
    duck_numbers = "count(DISTINCT order_id), sum(amount), count(DISTINCT person)"
    duck_paid = f"FROM events WHERE event = 'purchase' AND {DUCK_WITHIN}"
    return Case(
        name="revenue",
        question={
            "kind": "revenue",
            "range": RANGE,
            "event": "purchase",
            "amount": "amount",
            "per": "day",
        },
        ours=ours,
        plain=(
            f"SELECT '{ALL}', {numbers} {paid}",
            f"SELECT toString(toDate(time, '{ZONE}')) AS t, {numbers} {paid} GROUP BY t",
            f"SELECT 'active', uniqExact({PERSON}) FROM events WHERE {WITHIN}",
            f"""
            SELECT 'again', count() FROM (
              SELECT {PERSON} AS person {paid} GROUP BY person HAVING uniqExact(property_order_id) >= 2)
            """,
        ),
        duckdb=(
            f"SELECT '{ALL}', {duck_numbers} {duck_paid}",
            f"SELECT day::VARCHAR AS t, {duck_numbers} {duck_paid} GROUP BY t",
            f"SELECT 'active', count(DISTINCT person) FROM events WHERE {DUCK_WITHIN}",
            f"""
            SELECT 'again', count(*) FROM (
              SELECT person {duck_paid} GROUP BY person HAVING count(DISTINCT order_id) >= 2)
            """,
        ),
        polars=lambda events, moments: in_polars.revenue(events, moments, (ALL, "active", "again")),
        more="what was given back",
    )


def _value() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        return ((tier.stage, tier.people, tier.amount) for tier in result.stages)

    tiers = """
      SELECT CASE WHEN rank <= ceil(people * 0.2) THEN 'high' WHEN rank <= ceil(people * 0.5) THEN 'middle'
        ELSE 'low' END AS tier, count(*), sum(amount)
      FROM (
        SELECT amount, row_number() OVER (ORDER BY amount DESC, person) AS rank, count(*) OVER () AS people
        FROM (SELECT %s AS person, sum(%s) AS amount FROM events WHERE event = 'purchase' GROUP BY 1)
        WHERE amount > 0)
      GROUP BY tier
    """
    return Case(
        name="value",
        question={
            "kind": "value",
            "range": {"last": "30d"},
            "event": "purchase",
            "amount": "amount",
        },
        ours=ours,
        plain=(tiers % (PERSON, "property_amount"),),
        duckdb=(tiers % ("person", "amount"),),
        polars=lambda events, _: in_polars.value(events),
        more="the curve, its Gini coefficient, who moved",
    )


def _rfm() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        for each in result.classes:
            if each.people:
                yield *classing.HIGH[RfmClass(each.rfm_class)], each.people, each.amount

    classes = """
      WITH buyer AS (%s),
      cut AS (SELECT avg(r) AS cut_r, avg(f) AS cut_f, avg(m) AS cut_m FROM buyer)
      SELECT r <= cut_r, f >= cut_f, m >= cut_m, count(*), sum(m) FROM buyer CROSS JOIN cut GROUP BY 1, 2, 3
    """
    today = f"toDate(fromUnixTimestamp64Milli({{now:Int64}}, 'UTC'), '{ZONE}')"
    return Case(
        name="rfm",
        question={
            "kind": "rfm",
            "range": {"last": "90d"},
            "event": "purchase",
            "amount": "amount",
            "thresholds": "mean",
        },
        ours=ours,
        plain=(
            classes
            % f"""
            SELECT {PERSON} AS person, dateDiff('day', toDate(max(time), '{ZONE}'), {today}) AS r, count() AS f,
              sum(property_amount) AS m
            FROM events WHERE event = 'purchase' AND {WITHIN} GROUP BY person
            """,
        ),
        duckdb=(
            classes
            % f"""
            SELECT person, epoch_ms($now + {ZONE_MS})::DATE - max(day) AS r, count(*) AS f, sum(amount) AS m
            FROM events WHERE event = 'purchase' AND {DUCK_WITHIN} GROUP BY person
            """,
        ),
        polars=in_polars.rfm,
        more="the cuts",
    )


def _ltv() -> Case:
    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        for cohort in result.cohorts:
            yield cohort.t, "people", cohort.size, cohort.payers
            before = 0.0
            for later, value in enumerate(cohort.cumulative):
                if value is not None and value != before:
                    yield cohort.t, later, (value - before) * cohort.size
                before = value or before

    def shape(rows: Rows) -> Rows:
        for t, later, people, payers, amount in rows:
            if later is None:
                yield t, "people", people, payers
            else:
                yield t, later, amount

    month = f"toStartOfMonth(toDate(%s, '{ZONE}'))"
    return Case(
        name="lifetime value",
        question={
            "kind": "ltv",
            "range": {"last": "90d"},
            "event": "purchase",
            "amount": "amount",
            "per": "month",
        },
        ours=ours,
        plain=(
            f"""
            WITH won AS (
              SELECT {PERSON} AS person, min(time) AS since, {month % "since"} AS t FROM events
              WHERE time < fromUnixTimestamp64Milli({{end:Int64}}, 'UTC')
              GROUP BY person HAVING since >= fromUnixTimestamp64Milli({{start:Int64}}, 'UTC')),
            paid AS (
              SELECT {PERSON} AS person, {month % "time"} AS paid_in, sum(property_amount) AS amount FROM events
              WHERE event = 'purchase' GROUP BY person, paid_in)
            SELECT toString(t), if(grouping(later) = 1, NULL, later) AS k, uniqExact(person),
              uniqExactIf(person, amount > 0), sum(amount)
            FROM (
              SELECT won.person AS person, t, amount, dateDiff('month', t, paid_in) AS later
              FROM won LEFT JOIN paid ON won.person = paid.person)
            GROUP BY GROUPING SETS ((t), (t, later))
            HAVING k IS NULL OR (k >= 0 AND addMonths(t, k + 1)
              <= toDate(fromUnixTimestamp64Milli({{now:Int64}}, 'UTC'), '{ZONE}'))
            """,
        ),
        duckdb=(
            f"""
            WITH won AS (
              SELECT person, date_trunc('month', min(day))::DATE AS t FROM events
              WHERE ms < $end GROUP BY person HAVING min(ms) >= $start),
            paid AS (
              SELECT person, date_trunc('month', day)::DATE AS paid_in, sum(amount) AS amount FROM events
              WHERE event = 'purchase' GROUP BY person, paid_in)
            SELECT t::VARCHAR, CASE WHEN grouping(later) = 0 THEN later END, count(DISTINCT person),
              count(DISTINCT CASE WHEN amount > 0 THEN person END), sum(amount)
            FROM (
              SELECT person, t, amount, date_diff('month', t, paid_in) AS later FROM won LEFT JOIN paid USING (person))
            GROUP BY GROUPING SETS ((t), (t, later))
            HAVING grouping(later) = 1
              OR (later >= 0 AND t + to_months((later + 1)::INT) <= epoch_ms($now + {ZONE_MS})::DATE)
            """,
        ),
        polars=in_polars.lifetime_value,
        shape_plain=shape,
        shape_duckdb=shape,
        more="costs, payback",
    )


def _voice() -> Case:
    """The generator has no surveys: an amount is the score, on a scale to 100."""

    def ours(result: Any) -> Rows:  # noqa: ANN401  the result of the kind
        for t, cell in ((ALL, result.total), *((point.t, point) for point in result.series)):
            if cell.answers:
                yield (
                    t,
                    cell.answers,
                    cell.people,
                    cell.happy,
                    cell.neutral,
                    cell.unhappy,
                    cell.mean,
                )

    def voice(t: str, people: str, score: str, within: str) -> str:
        return f"""
          SELECT {t} AS t, count(*), count(DISTINCT {people}), sum(CASE WHEN {score} >= 99 THEN 1 ELSE 0 END),
            sum(CASE WHEN {score} >= 50.5 AND {score} < 99 THEN 1 ELSE 0 END),
            sum(CASE WHEN {score} < 50.5 THEN 1 ELSE 0 END), avg({score})
          FROM events WHERE event = 'purchase' AND {within} AND {score} BETWEEN 1 AND 100 GROUP BY t
        """

    plain = (PERSON, "property_amount", WITHIN)
    duck = ("person", "amount", DUCK_WITHIN)
    return Case(
        name="voice",
        question={
            "kind": "voice",
            "range": RANGE,
            "event": "purchase",
            "score": "amount",
            "method": "csat",
            "scale": 100,
        },
        ours=ours,
        plain=(
            voice(f"'{ALL}'", *plain),
            voice(f"toString(toStartOfMonth(toDate(time, '{ZONE}')))", *plain),
        ),
        duckdb=(
            voice(f"'{ALL}'", *duck),
            voice("date_trunc('month', day)::DATE::VARCHAR", *duck),
        ),
        polars=lambda events, moments: in_polars.voice(events, moments, ALL),
        more="answers beside the scale",
    )


MONEY: tuple[Case, ...] = (_revenue(), _value(), _rfm(), _ltv(), _voice())
