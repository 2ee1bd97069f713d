"""User agents: device, system and browser, and whether a crawler speaks; once per distinct text.

Source:
    ua-parser's expressions (uap-core) for what a browser is, and the list of crawler-user-agents
    for what is none. Programs that send events by an HTTP library are no crawlers: servers do so.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import crawleruseragents
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from ua_parser import Parser, load_builtins
from ua_parser.regex import Resolver

_CACHED_MAX: Final = 50_000
_LONGEST: Final = 1_000
# One expression of all patterns is too large for the machine behind Arrow to be fast.
_PATTERNS_TOGETHER: Final = 400
_NO_CRAWLER: Final = "http-library"
_SPIDER: Final = "Spider"
_DESKTOPS: Final = frozenset({"Windows", "Linux", "Ubuntu", "Chrome OS", "Fedora"})


_crawlers: dict[str, bool] = {}
"""The user agents asked for last, and whether they are crawlers."""


@dataclass(frozen=True, slots=True)
class Agent:
    """What a user agent says of itself; empty where it does not say."""

    device: str = ""
    os: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True)
class AgentColumns:
    """Device, system and browser of each event."""

    device: pa.Array
    os: pa.Array
    browser: pa.Array


class AgentReader:
    """Reads user agents and remembers the last ones; one serves a process."""

    def __init__(self) -> None:
        self._known: dict[str, Agent] = {}

    def read(self, user_agents: pa.Array) -> AgentColumns:
        """What each of the user agents says, at the cost of the distinct ones."""
        encoded = user_agents.dictionary_encode()
        agents = [self._agent(text) for text in encoded.dictionary.to_pylist()]
        columns = (
            pa.array([getattr(agent, name) for agent in agents], pa.string()).take(encoded.indices)
            for name in ("device", "os", "browser")
        )
        return AgentColumns(*columns)

    def _agent(self, text: str) -> Agent:
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _CACHED_MAX:
                self._known.clear()
            found = self._known[text] = _read(text)
        return found


def are_crawlers(user_agents: pa.Array) -> npt.NDArray[np.bool_]:
    """Where a crawler, a monitor or an automated browser speaks."""
    encoded = user_agents.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    verdicts = {text: _crawlers.get(text) for text in texts}
    if fresh := [text for text, verdict in verdicts.items() if verdict is None]:
        matched = dict(zip(fresh, _match_crawlers(fresh), strict=True))
        if len(_crawlers) >= _CACHED_MAX:
            _crawlers.clear()
        _crawlers.update(matched)
        verdicts |= matched
    found = np.array([verdicts[text] for text in texts], dtype=bool)
    if not found.any():
        return np.zeros(len(user_agents), dtype=bool)
    spoken: npt.NDArray[np.bool_] = found[np.asarray(encoded.indices)]
    return spoken


def _match_crawlers(texts: list[str]) -> list[bool]:
    """Whether each text is that of a crawler; making the expressions ready costs milliseconds."""
    column = pc.utf8_slice_codeunits(pa.array(texts, pa.string()), 0, _LONGEST)
    found = np.zeros(len(texts), dtype=bool)
    for pattern in _crawler_patterns():
        found |= np.asarray(pc.match_substring_regex(column, pattern)).astype(bool)
    matched: list[bool] = found.tolist()
    return matched


def _read(text: str) -> Agent:
    if not text:
        return Agent()
    said = _parser().parse(text[:_LONGEST])
    os = said.os.family if said.os else ""
    device = said.device.family if said.device else ""
    if not device and os in _DESKTOPS:
        device = "PC"
    return Agent(
        device="" if device == _SPIDER else device,
        os=os,
        browser=said.user_agent.family if said.user_agent else "",
    )


@cache
def _parser() -> Parser:
    return Parser(Resolver(load_builtins()))


@cache
def _crawler_patterns() -> tuple[str, ...]:
    patterns = [
        f"(?:{each['pattern']})"
        for each in crawleruseragents.CRAWLER_USER_AGENTS_DATA
        if _NO_CRAWLER not in each.get("tags", ())
    ]
    return tuple(
        "|".join(patterns[first : first + _PATTERNS_TOGETHER])
        for first in range(0, len(patterns), _PATTERNS_TOGETHER)
    )
