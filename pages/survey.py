"""What the registry lacks, page by page: read once, judged by the duties of the act."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy.orm import Session

from pages import book
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
