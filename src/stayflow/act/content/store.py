"""This room's statements on PostgreSQL."""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from stayflow.act.content.model import Content
from stayflow.kernel.ids import new_id
from stayflow.stores.relational import Transaction


@dataclass(frozen=True, slots=True)
class _Row:
    content_id: str
    subject: str
    html: str | None
    body: str | None
    defaults: dict[str, str]


def add_content(tx: Transaction, content: Content) -> str:
    """Keep a content for good; returns its id."""
    content_id = new_id()
    tx.execute(
        """
        insert into contents (content_id, subject, html, body, defaults)
        values (%(id)s, %(subject)s, %(html)s, %(body)s, %(defaults)s::jsonb)
        """,
        {
            "id": content_id,
            "subject": content.subject,
            "html": content.html,
            "body": content.text,
            "defaults": msgspec.json.encode(dict(content.defaults)).decode(),
        },
    )
    return content_id


def get_contents(tx: Transaction, content_ids: Collection[str]) -> dict[str, Content]:
    """Contents by id."""
    rows = tx.all(
        _Row,
        """
        select content_id, subject, html, body, defaults from contents
        where content_id = any(%(ids)s)
        """,
        {"ids": list(content_ids)},
    )
    return {row.content_id: Content(row.subject, row.html, row.body, row.defaults) for row in rows}


def link_ids(tx: Transaction, urls: Collection[str]) -> dict[str, int]:
    """The id of each address, given one on first use."""
    if not urls:
        return {}
    wanted = {"urls": sorted(urls)}  # one order for everybody: no deadlock
    tx.execute(
        """
        insert into links (url) select url from unnest(%(urls)s::text[]) as wanted (url) order by
        url on conflict (project_id, url_hash) do nothing
        """,
        wanted,
    )
    rows = tx.rows(
        """
        select url, link_id from links
        where url_hash in (select md5(url) from unnest(%(urls)s::text[]) as wanted (url))
        """,
        wanted,
    )
    return {url: int(link_id) for url, link_id in rows}


def find_link(tx: Transaction, link_id: int) -> str | None:
    """The address behind a link id; None when there is none."""
    url = tx.value("select url from links where link_id = %(link_id)s", {"link_id": link_id})
    return None if url is None else str(url)
