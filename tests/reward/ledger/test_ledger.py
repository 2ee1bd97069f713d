"""The ledger against hand-computed cases, its laws, and fifty threads that want the same points."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import PersonId, new_id
from stayflow.reward.ledger import (
    LAWS,
    AlreadyReversed,
    AmountRefused,
    BalanceTooLow,
    Holding,
    KeyReused,
    Kind,
    NotReversible,
    Posting,
    ReasonMissing,
    TransactionNotFound,
    find_violations,
    get_balance,
    get_holding,
    get_totals,
    list_statement,
    post,
    post_many,
    reverse,
    sum_by_actor,
)
from stayflow.stores.errors import StoreFailed, ValueRefused

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
ANN, BOB, EVE = PersonId(1), PersonId(2), PersonId(3)


def earned(person, amount, key=None, *, at=NOW):
    return Posting(
        key or new_id(), person, amount, kind=Kind.EARN, reason="bought", at=at, actor="rule:r"
    )


def spent(person, amount, key=None, *, merged=()):
    return Posting(
        key or new_id(), person, -amount, kind=Kind.SPEND, reason="mug", at=NOW, actor="user:u",
        merged_ids=tuple(merged),
    )  # fmt: skip


def give(engines, project, *postings):
    with engines.relational.project(project) as tx:
        return post_many(tx, postings, now=NOW)


def held(engines, project, *people):
    with engines.relational.project(project) as tx:
        return get_balance(tx, people)


def violations(engines, project):
    with engines.relational.project(project) as tx:
        return find_violations(tx)


def test_points_earned_are_held_and_points_spent_are_gone(engines, project):
    give(engines, project, earned(ANN, 100), spent(ANN, 30), earned(BOB, 5))
    assert held(engines, project, ANN) == 70
    assert held(engines, project, BOB) == 5
    assert held(engines, project, EVE) == 0
    with engines.relational.project(project) as tx:
        totals = get_totals(tx)
    assert (totals.issued, totals.spent, totals.adjusted) == (105, 30, 0)
    assert (totals.outstanding, totals.holders) == (75, 2)
    assert violations(engines, project) == []


def test_a_key_is_posted_once(engines, project):
    first = give(engines, project, earned(ANN, 10, "k"))
    again = give(engines, project, earned(ANN, 10, "k"), earned(ANN, 1, "l"), earned(ANN, 1, "l"))
    assert first[0].is_new
    assert [posted.is_new for posted in again] == [False, True, False]
    assert again[0].transaction_id == first[0].transaction_id
    assert again[1].transaction_id == again[2].transaction_id
    assert held(engines, project, ANN) == 11


def test_a_key_that_stands_for_something_else_is_refused(engines, project):
    give(engines, project, earned(ANN, 10, "k"))
    for other in (earned(ANN, 11, "k"), earned(BOB, 10, "k")):
        with pytest.raises(KeyReused), engines.relational.project(project) as tx:
            post(tx, other, now=NOW)
    with engines.relational.project(project) as tx:
        assert not post(tx, earned(ANN, 10, "k"), now=NOW).is_new


def test_a_new_account_cannot_spend_what_it_never_had(engines, project):
    with pytest.raises(BalanceTooLow):
        give(engines, project, spent(EVE, 1))
    assert violations(engines, project) == []


def test_a_batch_with_one_overdraft_posts_nothing(engines, project):
    with pytest.raises(BalanceTooLow):
        give(engines, project, earned(ANN, 10), spent(BOB, 1))
    assert held(engines, project, ANN) == 0


@pytest.mark.parametrize(
    ("posting", "error"),
    [
        (earned(ANN, 0), AmountRefused),
        (earned(ANN, -1), AmountRefused),
        (earned(ANN, 10**15 + 1), AmountRefused),
        (spent(ANN, -1), AmountRefused),
        (Posting("k", ANN, 1, Kind.ADJUST, "  ", NOW, "user:u"), ReasonMissing),
        (Posting("k", ANN, 1, Kind.REVERSE, "x", NOW, "user:u"), NotReversible),
    ],
)
def test_what_does_not_fit_is_refused(engines, project, posting, error):
    with pytest.raises(error):
        give(engines, project, posting)


def test_the_survivor_spends_from_every_account_merged_into_it(engines, project):
    give(engines, project, earned(ANN, 60), earned(BOB, 40))
    assert held(engines, project, ANN, BOB) == 100
    give(engines, project, spent(ANN, 75, merged=[BOB]))
    assert held(engines, project, ANN) == 0
    assert held(engines, project, BOB) == 25
    with pytest.raises(BalanceTooLow):
        give(engines, project, spent(ANN, 26, merged=[BOB]))
    assert violations(engines, project) == []


def test_a_reversal_mirrors_and_happens_once(engines, project):
    (gain,) = give(engines, project, earned(ANN, 50))
    with engines.relational.project(project) as tx:
        back = reverse(tx, gain.transaction_id, reason="returned", actor="user:u", now=NOW)
    assert held(engines, project, ANN) == 0
    for number, error in (
        (gain.transaction_id, AlreadyReversed),
        (back.transaction_id, NotReversible),
        (10**9, TransactionNotFound),
    ):
        with pytest.raises(error), engines.relational.project(project) as tx:
            reverse(tx, number, reason="again", actor="user:u", now=NOW)
    with engines.relational.project(project) as tx:
        lines = list_statement(tx, [ANN]).items
    assert [(line.amount, line.balance, line.is_reversed) for line in lines] == [
        (-50, 0, False),
        (50, 50, True),
    ]
    assert violations(engines, project) == []


def test_a_gain_that_was_spent_cannot_be_taken_back(engines, project):
    (gain, _) = give(engines, project, earned(ANN, 50), spent(ANN, 20))
    with pytest.raises(BalanceTooLow), engines.relational.project(project) as tx:
        reverse(tx, gain.transaction_id, reason="returned", actor="user:u", now=NOW)
    assert held(engines, project, ANN) == 30


def test_a_reversal_says_why(engines, project):
    (gain,) = give(engines, project, earned(ANN, 50))
    with pytest.raises(ReasonMissing), engines.relational.project(project) as tx:
        reverse(tx, gain.transaction_id, reason=" ", actor="user:u", now=NOW)


def test_what_was_earned_less_what_was_spent_is_held(engines, project):
    _, mug = give(engines, project, earned(ANN, 50), spent(ANN, 20))
    give(engines, project, Posting("a", ANN, -5, Kind.ADJUST, "a mistake", NOW, "user:u"))
    with engines.relational.project(project) as tx:
        assert get_holding(tx, [ANN]) == Holding(balance=25, earned=45, spent=20)
        reverse(tx, mug.transaction_id, reason="returned", actor="user:u", now=NOW)
        assert get_holding(tx, [ANN]) == Holding(balance=45, earned=45, spent=0)
        assert sum_by_actor(tx, ["rule:r", "user:u", "nobody"]) == {
            "rule:r": (50, 1),
            "user:u": (-5, 3),
        }


def test_pages_of_the_statement(engines, project):
    days = [NOW - timedelta(days=day) for day in range(10)]
    give(engines, project, *(earned(ANN, 10 + number, at=day) for number, day in enumerate(days)))
    with engines.relational.project(project) as tx:
        seen, cursor = [], None
        for _ in range(4):
            page = list_statement(tx, [ANN], limit=3, cursor=cursor)
            seen += page.items
            cursor = page.next
    assert cursor is None
    assert [line.amount for line in seen] == list(range(10, 20))
    assert seen[0].balance == sum(range(10, 20))
    assert seen[-1].balance == 19


def test_fifty_threads_spend_the_same_hundred_and_one_succeeds(engines, project):
    give(engines, project, earned(ANN, 100))
    start = threading.Barrier(20)

    def try_to_spend(number):
        if number < 20:
            start.wait()
        try:
            give(engines, project, spent(ANN, 100, f"race:{number}"))
        except BalanceTooLow:
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        outcomes = list(threads.map(try_to_spend, range(50)))
    assert outcomes.count(True) == 1
    assert held(engines, project, ANN) == 0
    assert violations(engines, project) == []


def test_the_first_gain_of_a_new_person_races_with_itself(engines, project):
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda n: give(engines, project, earned(EVE, 1, f"k{n % 20}")), range(60)))
    assert held(engines, project, EVE) == 20
    assert violations(engines, project) == []


def test_crossing_batches_do_not_deadlock(engines, project):
    people = [PersonId(number) for number in range(1, 40)]

    def run(turn):
        order = people if turn % 2 else people[::-1]
        give(engines, project, *(earned(person, 1) for person in order))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(run, range(24)))
    assert held(engines, project, *people) == 24 * len(people)


def test_a_transaction_that_dies_leaves_nothing(engines, project):
    def die():
        with engines.relational.project(project) as tx:
            post_many(tx, [earned(ANN, 1, f"k{n}") for n in range(100)], now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        die()
    assert held(engines, project, ANN) == 0
    assert all(posted.is_new for posted in give(engines, project, earned(ANN, 1, "k0")))


@pytest.mark.parametrize(
    "statement", ["update ledger_entries set amount = 1", "delete from ledger_entries"]
)
def test_entries_cannot_be_changed(engines, project, statement):
    give(engines, project, earned(ANN, 1))
    with pytest.raises(StayflowError) as refused, engines.relational.project(project) as tx:
        tx.execute(statement)
    assert isinstance(refused.value, StoreFailed | ValueRefused)


def test_another_project_has_its_own_ledger(engines, project):
    give(engines, project, earned(ANN, 1, "k"))
    other = type(project)(f"{project}_other")
    assert held(engines, other, ANN) == 0
    assert give(engines, other, earned(ANN, 7, "k"))[0].is_new
    assert held(engines, project, ANN) == 1


def test_the_check_finds_a_balance_that_was_tampered_with(engines, project):
    give(engines, project, earned(ANN, 1))
    with engines.relational.project(project) as tx:
        tx.execute("update ledger_accounts set balance = 9")
    assert [found.law for found in violations(engines, project)] == ["balances_are_their_entries"]
    assert len({law.name for law in LAWS}) == len(LAWS)


def test_the_check_finds_an_entry_without_its_other_side(engines, project):
    give(engines, project, earned(ANN, 1))
    with engines.relational.project(project) as tx:
        tx.execute(
            "insert into ledger_entries (transaction_id, person_id, account, unit, amount) "
            "select transaction_id, 2, 'person', unit, 5 from ledger_entries limit 1"
        )
    assert {found.law for found in violations(engines, project)} == {
        "transactions_sum_to_zero",
        "balances_are_their_entries",
    }


def test_a_hundred_thousand_postings_are_taken_at_once(engines, project):
    postings = [earned(PersonId(n % 2_000 + 1), n % 7 + 1, f"bulk:{n}") for n in range(100_000)]
    assert sum(posted.is_new for posted in give(engines, project, *postings)) == 100_000
    assert held(engines, project, *range(1, 2001)) == sum(n % 7 + 1 for n in range(100_000))


moves = st.lists(
    st.tuples(st.sampled_from(["earn", "spend", "reverse", "again"]),
              st.integers(1, 3), st.integers(1, 60)),
    max_size=25,
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=moves)
def test_any_sequence_of_moves_equals_a_plain_dictionary(engines, project, moves):
    world = type(project)(f"{project}_{new_id()}")
    model, done, reversed_ones = {1: 0, 2: 0, 3: 0}, [], set()
    with engines.relational.project(world) as tx:
        for step, (what, person, amount) in enumerate(moves):
            if what in {"earn", "spend"}:
                change = amount if what == "earn" else -amount
                make = earned if what == "earn" else spent
                posting = make(PersonId(person), amount, f"k{step}")
                if model[person] + change < 0:
                    with pytest.raises(BalanceTooLow), tx.connection.transaction():
                        post(tx, posting, now=NOW)
                else:
                    number = post(tx, posting, now=NOW).transaction_id
                    model[person] += change
                    done.append((number, person, change, posting))
            elif done and what == "again":
                assert not post(tx, done[amount % len(done)][3], now=NOW).is_new
            elif done:
                number, owner, change, _ = done[amount % len(done)]
                if number in reversed_ones or model[owner] - change < 0:
                    with (
                        pytest.raises((AlreadyReversed, BalanceTooLow)),
                        tx.connection.transaction(),
                    ):
                        reverse(tx, number, reason="r", actor="u", now=NOW)
                else:
                    reverse(tx, number, reason="r", actor="u", now=NOW)
                    reversed_ones.add(number)
                    model[owner] -= change
        assert {person: get_balance(tx, [PersonId(person)]) for person in model} == model
        assert get_totals(tx).outstanding == sum(model.values())
        assert find_violations(tx) == []
