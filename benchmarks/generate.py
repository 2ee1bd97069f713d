"""A seeded world: people with devices who browse, log in, buy and come back, over 90 days.

The days are made one after the other, so memory stays that of one day and the rows come out in
the order of time, as an export would have them. Everything is arrays; no loop over people.

A person has a first device (a browser, the app, a mini program, …) whose history is anonymous
until their first login. Two of three ever log in, and about 5 % of all do so on a second device
too, one that had a history of its own: those two persons become one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DAYS = 90
DAY_MS = 86_400_000
FIRST_DAY_MS = 1_767_225_600_000  # 2026-01-01T00:00:00Z
EVENT_NAMES = (
    "login",
    "page_view",
    "search",
    "product_view",
    "add_to_cart",
    "checkout",
    "purchase",
)
CHANNELS = ("web", "app", "mini_program", "wechat_oa", "offline")
CHANNEL_SHARES = (0.34, 0.28, 0.24, 0.10, 0.04)
CATEGORIES = (
    "母婴", "美妆", "数码", "家电", "服饰", "食品", "图书", "运动", "家居", "宠物",
    "beauty", "toys",
)  # fmt: skip
SOURCES = ("", "baidu", "wechat", "google", "weibo", "douyin", "newsletter")
SOURCE_SHARES = (0.42, 0.16, 0.16, 0.08, 0.06, 0.08, 0.04)
CITIES = (
    ("浙江", "杭州"), ("上海", "上海"), ("北京", "北京"), ("广东", "广州"), ("广东", "深圳"),
    ("四川", "成都"), ("湖北", "武汉"), ("江苏", "南京"), ("陕西", "西安"), ("山东", "青岛"),
)  # fmt: skip
DEVICES = (
    ("desktop", "Windows", "Chrome"),
    ("mobile", "Android", "Chrome"),
    ("mobile", "iOS", "Safari"),
    ("mobile", "Android", "WeChat"),
    ("tablet", "iPadOS", "Safari"),
)
PRODUCTS = 20_000

LOGIN_SHARE = 0.65
SECOND_DEVICE_SHARE = 0.31
"""Of those who log in; a quarter of them browse on it first and log in then: they are merged."""
SECOND_DEVICE_USE_RATIO = 0.4
SESSION_EVENTS_MEAN = 3.87
"""What `count_steps` comes to; only used to choose the number of sessions."""
STEP_GAP_SECONDS_MEAN = 45.0
HOUR_WEIGHTS = np.array(
    [2, 1, 1, 1, 1, 1, 2, 4, 6, 7, 8, 8, 9, 8, 7, 7, 7, 7, 8, 10, 12, 12, 9, 5], dtype=float
)


@dataclass(frozen=True, slots=True)
class People:
    """One entry per person; indexes are persons in the order in which they first come.

    Attributes:
        joined_day: Day of the first session, ascending, 0 to 89.
        rate_sum: Running sum of the activity rates, to draw a person by weight.
        login_ms: First login on the first device, milliseconds since day 0; huge when never.
        second_login_ms: The same on the second device; huge for those without one.
        city: Index into `CITIES`.
        device: Index into `DEVICES`, of the first device.
        channel: Index into `CHANNELS`, of the first device.
    """

    joined_day: Ints
    rate_sum: Floats
    login_ms: Ints
    second_login_ms: Ints
    city: Ints
    device: Ints
    channel: Ints

    @property
    def count(self) -> int:
        """How many people there are."""
        return len(self.joined_day)


@dataclass(frozen=True, slots=True)
class DayEvents:
    """The events of one day in the order of time; all arrays have the same length.

    Attributes:
        event: Index into `EVENT_NAMES`.
        person: Index of the true person.
        is_second_device: Whether it happened on the person's second device.
        is_known: Whether the person was logged in, so that the event carries a `user_id`.
        time_ms: Unix milliseconds.
        session: Number of the session, unique in the data set.
        channel: Index into `CHANNELS`; likewise `source`, `device`, `category`, `city`.
        product: Number of the product; meaningless for `login` and `page_view`.
        price_minor: Price in the smallest unit, an amount for `purchase`.
    """

    event: Ints
    person: Ints
    is_second_device: npt.NDArray[np.bool_]
    is_known: npt.NDArray[np.bool_]
    time_ms: Ints
    session: Ints
    channel: Ints
    source: Ints
    device: Ints
    city: Ints
    category: Ints
    product: Ints
    price_minor: Ints

    def __len__(self) -> int:
        return len(self.event)


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of one day; `counts[i, k]` is how often session i has event k."""

    number: Ints
    person: Ints
    is_second_device: npt.NDArray[np.bool_]
    start_ms: Ints
    source: Ints
    counts: Ints


NEVER_MS = np.iinfo(np.int64).max


def make_people(count: int, seed: int) -> People:
    """Return `count` people, the same for the same seed."""
    rng = np.random.default_rng([seed, 1])
    before = rng.random(count) < 0.35  # known from the first days; the others come later
    joined_day = np.where(before, rng.integers(0, 7, count), rng.integers(0, DAYS, count))
    joined_day.sort()
    rates = rng.lognormal(0.0, 1.2, count)
    does_login = rng.random(count) < LOGIN_SHARE
    wait_days = rng.exponential(12.0, count)
    login_ms = ((joined_day + wait_days) * DAY_MS).astype(np.int64)
    has_second = does_login & (rng.random(count) < SECOND_DEVICE_SHARE)
    second_wait_ms = (rng.exponential(10.0, count) * DAY_MS).astype(np.int64)
    return People(
        joined_day=joined_day,
        rate_sum=np.cumsum(rates),
        login_ms=np.where(does_login, login_ms, NEVER_MS),
        second_login_ms=np.where(has_second, login_ms + second_wait_ms, NEVER_MS),
        city=rng.integers(0, len(CITIES), count),
        device=rng.choice(len(DEVICES), count, p=(0.3, 0.25, 0.25, 0.15, 0.05)),
        channel=rng.choice(len(CHANNELS), count, p=CHANNEL_SHARES),
    )


def make_days(people: People, events: int, seed: int) -> Iterator[DayEvents]:
    """Yield the events of each of the 90 days, about `events` in all."""
    newcomers = np.bincount(people.joined_day, minlength=DAYS)
    returns_total = max(0, round(events / SESSION_EVENTS_MEAN) - people.count)
    present = np.cumsum(newcomers)
    shares = present / present.sum()
    session_number = 0
    for day in range(DAYS):
        rng = np.random.default_rng([seed, 2, day])
        returning = draw_people(people, int(present[day]), round(returns_total * shares[day]), rng)
        first = np.arange(present[day] - newcomers[day], present[day])
        sessions = make_sessions(
            people, day, np.concatenate((first, returning)), session_number, rng
        )
        session_number += len(sessions.number)
        yield make_events(people, sessions, rng)


def draw_people(people: People, present: int, count: int, rng: np.random.Generator) -> Ints:
    """Draw `count` of the first `present` people, each by the weight of their activity."""
    if present == 0:
        return np.empty(0, dtype=np.int64)
    spots = rng.random(count) * people.rate_sum[present - 1]
    drawn: Ints = np.searchsorted(people.rate_sum[:present], spots, side="right")
    return drawn.clip(0, present - 1)


def make_sessions(
    people: People, day: int, person: Ints, first_number: int, rng: np.random.Generator
) -> Sessions:
    """Return one session for each entry of `person` on `day`."""
    count = len(person)
    hour = rng.choice(24, count, p=HOUR_WEIGHTS / HOUR_WEIGHTS.sum())
    start_ms = day * DAY_MS + hour * 3_600_000 + rng.integers(0, 3_600_000, count)
    has_second = people.second_login_ms[person] != NEVER_MS
    is_second = has_second & (rng.random(count) < SECOND_DEVICE_USE_RATIO)
    order = np.argsort(start_ms, kind="stable")
    sessions = Sessions(
        number=first_number + np.arange(count),
        person=person[order],
        is_second_device=is_second[order],
        start_ms=start_ms[order],
        source=rng.choice(len(SOURCES), count, p=SOURCE_SHARES),
        counts=np.empty((count, len(EVENT_NAMES)), dtype=np.int64),
    )
    sessions.counts[:] = count_steps(count, rng)
    sessions.counts[:, 0] = is_login_session(people, sessions)
    return sessions


def count_steps(count: int, rng: np.random.Generator) -> Ints:
    """Return how often each of `count` sessions has each event: a funnel that loses people."""
    steps = np.zeros((count, len(EVENT_NAMES)), dtype=np.int64)
    lands_on_product = rng.random(count) < 0.15
    views_product = lands_on_product | (rng.random(count) < 0.58)
    adds = views_product & (rng.random(count) < 0.28)
    checks_out = adds & (rng.random(count) < 0.55)
    buys = checks_out & (rng.random(count) < 0.72)
    steps[:, 1] = np.where(lands_on_product, 0, rng.geometric(0.45, count))
    steps[:, 2] = rng.random(count) < 0.22
    steps[:, 3] = views_product * rng.geometric(0.5, count)
    steps[:, 4] = adds * rng.geometric(0.75, count)
    steps[:, 5] = checks_out
    steps[:, 6] = buys
    return steps


def is_login_session(people: People, sessions: Sessions) -> npt.NDArray[np.bool_]:
    """Tell which sessions start with a login: now and then, once the time for it has come."""
    knows_from = _known_from(people, sessions.person, sessions.is_second_device)
    is_login: npt.NDArray[np.bool_] = (sessions.start_ms >= knows_from) & (sessions.number % 6 == 0)
    return is_login


def make_events(people: People, sessions: Sessions, rng: np.random.Generator) -> DayEvents:
    """Spread the sessions out into events, in the order of time."""
    per_session = sessions.counts.sum(axis=1)
    kinds = np.tile(np.arange(len(EVENT_NAMES)), len(sessions.number))
    event = np.repeat(kinds, sessions.counts.ravel())
    owner = np.repeat(np.arange(len(sessions.number)), per_session)
    gap_ms = (rng.exponential(STEP_GAP_SECONDS_MEAN, len(event)) * 1000).astype(np.int64) + 1
    elapsed_ms = np.cumsum(gap_ms)
    session_first = np.cumsum(per_session) - per_session
    elapsed_ms -= np.repeat((elapsed_ms - gap_ms)[session_first], per_session)
    since_start_ms = sessions.start_ms[owner] + elapsed_ms
    order = np.argsort(since_start_ms, kind="stable")
    event, owner, since_start_ms = event[order], owner[order], since_start_ms[order]
    person = sessions.person[owner]
    is_second = sessions.is_second_device[owner]
    product = (rng.pareto(1.1, len(event)) * 40).astype(np.int64) % PRODUCTS
    return DayEvents(
        event=event,
        person=person,
        is_second_device=is_second,
        is_known=since_start_ms >= _known_from(people, person, is_second),
        time_ms=FIRST_DAY_MS + since_start_ms,
        session=sessions.number[owner],
        channel=np.where(
            is_second, (people.channel[person] + 1) % len(CHANNELS), people.channel[person]
        ),
        source=sessions.source[owner],
        device=np.where(
            is_second, (people.device[person] + 1) % len(DEVICES), people.device[person]
        ),
        city=people.city[person],
        category=product % len(CATEGORIES),
        product=product,
        price_minor=(900 + (product * 7919) % 40_000).astype(np.int64),
    )


def _known_from(people: People, person: Ints, is_second_device: npt.NDArray[np.bool_]) -> Ints:
    return np.where(is_second_device, people.second_login_ms[person], people.login_ms[person])
