"""What the pages lack: by the registry, judged when looked at, and by what the networks show."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Page, PageRef, StoredFinding
from pages import book
from pages.compliance import as_finding
from pages.duties import alike, page_findings, whole_findings
from pages.finding import PageFinding
from pages.official import OfficialPage
from pages.watched import Town


def survey(
    session: Session,
    town: Town,
    today: date,
    bodies: Collection[str] = (),
    networks: Collection[str] = (),
) -> Iterator[tuple[OfficialPage | None, PageFinding]]:
    """Every finding with its page, None for the registry as a whole.

    `bodies` are those the town knows besides the ones with pages, `networks` those the act names.
    """
    _, pages = book.listing(session, book.Wanted())
    for one in whole_findings(
        book.whole(session),
        pages,
        town.rules,
        today,
        watched=[(page.ref, page.kind) for page in town.watched],
        bodies=[*(page.body for page in town.watched), *bodies],
        networks=networks,
    ):
        yield None, one
    same = alike(pages)
    for page in pages:
        for one in page_findings(page, town.rules, today, same[page.number]):
            yield page, one


def shown(
    session: Session, town: Town, chosen: Collection[PageRef] = ()
) -> list[tuple[PageRef, PageFinding]]:
    """What the networks show to be wrong, of these pages of the configuration or of all."""
    rows = session.execute(
        select(Page.network, Page.external_id, StoredFinding)
        .join(Page, Page.id == StoredFinding.page_id)
        .where(StoredFinding.closed_at.is_(None))
        .order_by(Page.network, Page.external_id, StoredFinding.id)
    )
    found = ((PageRef(network, id), row) for network, id, row in rows)
    wanted = frozenset(chosen) or town.by_ref.keys()
    return [(ref, as_finding(row, town.zone)) for ref, row in found if ref in wanted]
