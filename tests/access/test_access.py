"""Projects, accounts, keys, audit, masking: on the real engines."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from stayflow.access import (
    Deed,
    NewProject,
    NewUser,
    Role,
    create_project,
    create_user,
    record_audit,
    set_role,
)
from stayflow.access.audit import list_audit
from stayflow.access.key import (
    KeyKind,
    KeyNotFound,
    NewKey,
    describe_source,
    find_key,
    issue_key,
    list_keys,
    revoke_key,
)
from stayflow.access.masking import is_personal_attribute, is_personal_value, mask
from stayflow.access.project import (
    ProjectExists,
    ProjectInvalid,
    ProjectNotFound,
    change_project,
    get_project,
)
from stayflow.access.user import (
    LastOwner,
    SignInRefused,
    TooManySignIns,
    UserExists,
    UserInvalid,
    authenticate_password,
    find_user,
    list_members,
    list_memberships,
    remove_member,
    role_in,
)
from stayflow.access.user.sign_in import FAILURES_FREE, LOCK_LONGEST
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.stores.errors import StoreFailed
from tests.conftest import Engines

PASSWORD = "correct horse battery"


def make_project(engines: Engines) -> ProjectId:
    new = NewProject(f"access_{new_id()}")
    return create_project(
        new, relational=engines.relational, warehouse=engines.warehouse, clock=engines.clock
    ).id


def make_user(engines: Engines) -> str:
    new = NewUser(f"{new_id()}@example.com", PASSWORD)
    return create_user(new, relational=engines.relational, clock=engines.clock).user_id


def test_a_project_has_its_database_and_its_defaults(engines: Engines) -> None:
    project = make_project(engines)
    found = get_project(project, relational=engines.relational)
    assert (found.name, found.zone, found.currency) == (project, "Asia/Shanghai", "CNY")
    assert engines.warehouse.project(project).value("SELECT count() FROM events") == 0


@pytest.mark.parametrize(
    ("new", "path"),
    [
        (NewProject("Shop"), "project"),
        (NewProject("1shop"), "project"),
        (NewProject("s" * 42), "project"),
        (NewProject("shop; drop"), "project"),
        (NewProject("shop_zone", zone="Asia/Shangai"), "zone"),
        (NewProject("shop_money", currency="yuan"), "currency"),
    ],
)
def test_a_project_that_cannot_be_says_where(engines: Engines, new: NewProject, path: str) -> None:
    with pytest.raises(ProjectInvalid) as refused:
        create_project(
            new, relational=engines.relational, warehouse=engines.warehouse, clock=engines.clock
        )
    assert refused.value.path == path
    with pytest.raises(ProjectNotFound):
        get_project(new.id, relational=engines.relational)


def test_an_id_is_given_once(engines: Engines) -> None:
    project = make_project(engines)
    with pytest.raises(ProjectExists):
        create_project(
            NewProject(project),
            relational=engines.relational,
            warehouse=engines.warehouse,
            clock=engines.clock,
        )


def test_the_name_and_the_currency_may_change(engines: Engines) -> None:
    project = make_project(engines)
    changed = change_project(project, name="Shop", currency="USD", relational=engines.relational)
    assert (changed.name, changed.currency) == ("Shop", "USD")


def test_an_account_is_found_whatever_the_case_and_made_once(engines: Engines) -> None:
    email = f"{new_id()}@Example.COM"
    create_user(NewUser(email, PASSWORD), relational=engines.relational, clock=engines.clock)
    assert find_user(email.upper(), relational=engines.relational) is not None
    with pytest.raises(UserExists):
        create_user(
            NewUser(email.lower(), PASSWORD), relational=engines.relational, clock=engines.clock
        )


@pytest.mark.parametrize(
    ("new", "path"),
    [(NewUser("nobody", PASSWORD), "email"), (NewUser("a@example.com", "short"), "password")],
)
def test_an_account_that_cannot_be_says_where(engines: Engines, new: NewUser, path: str) -> None:
    with pytest.raises(UserInvalid) as refused:
        create_user(new, relational=engines.relational, clock=engines.clock)
    assert refused.value.path == path


def test_the_password_is_nowhere_to_be_read(engines: Engines) -> None:
    user_id = make_user(engines)
    with engines.relational.system() as tx:
        stored = tx.value("select password_hash from users where user_id = %s", (user_id,))
    assert str(stored).startswith("$argon2id$")
    assert PASSWORD not in str(stored)


def test_members_come_go_and_change_but_an_owner_stays(engines: Engines) -> None:
    stores = {"relational": engines.relational, "clock": engines.clock}
    project, ana, bo = make_project(engines), make_user(engines), make_user(engines)
    set_role(project, ana, Role.OWNER, **stores)
    set_role(project, bo, Role.VIEWER, **stores)
    assert role_in(project, bo, relational=engines.relational) is Role.VIEWER
    assert role_in("elsewhere", bo, relational=engines.relational) is None
    assert [each.user_id for each in list_members(project, relational=engines.relational)] == [
        ana,
        bo,
    ]
    assert [each.project for each in list_memberships(bo, relational=engines.relational)] == [
        project
    ]
    with pytest.raises(LastOwner):
        set_role(project, ana, Role.ANALYST, **stores)
    assert role_in(project, ana, relational=engines.relational) is Role.OWNER
    with pytest.raises(LastOwner):
        remove_member(project, ana, relational=engines.relational)
    set_role(project, bo, Role.OWNER, **stores)
    remove_member(project, ana, relational=engines.relational)
    assert role_in(project, ana, relational=engines.relational) is None


def test_guesses_that_come_at_once_are_no_more_than_one_after_the_other(engines: Engines) -> None:
    made = NewUser(f"{new_id()}@example.com", "the right password")
    create_user(made, relational=engines.relational, clock=engines.clock)

    def guess(password: str) -> type[StayflowError] | None:
        try:
            authenticate_password(
                made.email,
                password,
                address=made.email,
                relational=engines.relational,
                clock=engines.clock,
            )
        except StayflowError as error:
            return type(error)
        return None

    with ThreadPoolExecutor(10) as pool:
        met = Counter(pool.map(guess, ["a wrong password"] * 10))
    assert met == {SignInRefused: FAILURES_FREE, TooManySignIns: 10 - FAILURES_FREE}
    before = engines.clock.now()
    engines.clock.advance(LOCK_LONGEST)
    try:
        assert guess(made.password) is None
    finally:
        engines.clock.set(before)


def test_two_owners_who_leave_at_once_leave_one(engines: Engines) -> None:
    stores = {"relational": engines.relational, "clock": engines.clock}
    for _ in range(5):
        project, owners = make_project_with_owners(engines)

        def leave(owner: str, project: ProjectId = project) -> bool:
            try:
                set_role(project, owner, Role.VIEWER, **stores)
            except LastOwner:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            left = list(pool.map(leave, owners))
        roles = [each.role for each in list_members(project, relational=engines.relational)]
        assert left.count(True) == 1
        assert roles.count(Role.OWNER) == 1


def make_project_with_owners(engines: Engines) -> tuple[ProjectId, list[str]]:
    project, owners = make_project(engines), [make_user(engines), make_user(engines)]
    for owner in owners:
        set_role(project, owner, Role.OWNER, relational=engines.relational, clock=engines.clock)
    return project, owners


def test_a_key_opens_until_it_is_revoked(engines: Engines) -> None:
    stores = {"relational": engines.relational, "clock": engines.clock}
    project = make_project(engines)
    key, secret = issue_key(project, NewKey(KeyKind.API, "bot", Role.VIEWER), **stores)
    found = find_key(secret, relational=engines.relational)
    assert found is not None
    assert (found.project, found.role) == (project, Role.VIEWER)
    assert find_key(secret[:-1], relational=engines.relational) is None
    with pytest.raises(KeyNotFound):
        revoke_key(ProjectId("elsewhere"), key.key_id, **stores)
    revoke_key(project, key.key_id, **stores)
    assert find_key(secret, relational=engines.relational) is None


def test_a_write_key_is_a_source_with_a_name_and_an_sdk(engines: Engines) -> None:
    stores = {"relational": engines.relational, "clock": engines.clock}
    project = make_project(engines)
    source, _ = issue_key(project, NewKey(KeyKind.WRITE, "shop", sdk="segment"), **stores)
    robot, _ = issue_key(project, NewKey(KeyKind.API, "bot", sdk="segment"), **stores)
    assert (source.sdk, robot.sdk) == ("segment", "")
    changed = {"name": "web", "sdk": "posthog", "relational": engines.relational}
    describe_source(project, source.key_id, **changed)
    found = {key.key_id: key for key in list_keys(project, relational=engines.relational)}
    assert (found[source.key_id].name, found[source.key_id].sdk) == ("web", "posthog")
    for wrong_project, key_id in ((ProjectId("other"), source.key_id), (project, robot.key_id)):
        with pytest.raises(KeyNotFound):
            describe_source(wrong_project, key_id, **changed)


def test_a_secret_is_nowhere_to_be_read(engines: Engines) -> None:
    new = NewKey(KeyKind.WRITE, "web")
    project = make_project(engines)
    _, secret = issue_key(project, new, relational=engines.relational, clock=engines.clock)
    with engines.relational.system() as tx:
        rows = tx.rows("select keys::text from keys where project = %s", (project,))
    assert secret not in str(rows)
    assert secret[:10] in str(rows)


def test_the_audit_log_can_be_read_in_pages_and_never_changed(
    engines: Engines, project: ProjectId
) -> None:
    with engines.relational.project(project) as tx:
        for n in range(5):
            record_audit(tx, Deed("ana", "segment.create", f"s{n}"), {"n": n}, clock=engines.clock)
        first = list_audit(tx, limit=3)
        second = list_audit(tx, limit=3, cursor=first.next)
    assert [entry.subject for entry in (*first.items, *second.items)] == [
        "s4",
        "s3",
        "s2",
        "s1",
        "s0",
    ]
    assert second.next is None
    for statement in ("update audit_entries set actor = 'bo'", "delete from audit_entries"):
        with (
            pytest.raises(StoreFailed, match="permission denied"),
            engines.relational.project(project) as tx,
        ):
            tx.execute(statement)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("ana@example.com", "a***@example.com"),
        ("13812345678", "138****5678"),
        ("Li", "*"),
        ("王小明", "王*"),
    ],
)
def test_a_masked_value_keeps_little(value: str, shown: str) -> None:
    assert mask(value) == shown


def test_personal_attributes_are_known_by_name_or_by_value() -> None:
    assert is_personal_attribute("Phone", "1")
    assert is_personal_attribute("contact", "ana@example.com")
    assert not is_personal_attribute("city", "杭州")


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("13812345678", True),
        ("+86 138-1234-5678", True),
        ("008613812345678", True),
        ("+14155550123", True),
        ("110101199003070118", True),
        (" 110101199003070118\n", True),
        ("ana@example.com\n", True),
        ("11010119900307011x", False),
        ("110101199013070118", False),
        ("12812345678", False),
        ("1381234567", False),
        ("2026110112345678901", False),
        ("+1 hour", False),
    ],
)
def test_a_phone_and_an_identity_card_tell_who_somebody_is(text, tells):
    """An identity card by its birthday and its check digit: an order number of as many digits is none."""
    assert is_personal_value(text) is tells


def test_each_role_includes_those_before_it() -> None:
    order = [Role.VIEWER, Role.ANALYST, Role.OPERATOR, Role.OWNER]
    for place, role in enumerate(order):
        assert [role.reaches(least) for least in order] == [n <= place for n in range(4)]
