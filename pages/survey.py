"""What the pages lack: by the registry, judged when looked at, and by what the networks show."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Page, PageRef, StoredFinding
from pages import book, planning
from pages.compliance import as_finding
from pages.duties import alike, matched, page_findings, whole_findings
from pages.finding import PageFinding
from pages.official import OfficialPage
from pages.watched import Town

PLAN = "Составьте план: otklik pages plan add"


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
    same, unplanned = alike(pages), _unplanned(session, town, pages, today)
    for page in pages:
        found = page_findings(page, town.rules, today, same[page.number])
        duty = town.rules.duty("content_plan", page.kind) if page.number in unplanned else None
        if duty:
            told = ("на эту и следующую неделю плана нет", PLAN, duty.force, duty.paragraph)
            found.append(PageFinding(duty.id, *told))
        yield from ((page, one) for one in found)


def _unplanned(
    session: Session, town: Town, pages: Collection[OfficialPage], today: date
) -> frozenset[int]:
    """Pages that are read, but nothing is planned for this week and the next."""
    monday = today - timedelta(days=today.weekday())
    until = monday + timedelta(days=13)
    planned = {
        PageRef(one.network, one.external_id) for one in planning.planned(session, monday, until)
    }
    refs = matched(pages, (page.ref for page in town.watched))
    return frozenset(number for number, ref in refs.items() if ref not in planned)


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
