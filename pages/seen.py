"""Pages of the configuration and the stored pages behind them."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Page, PageRef
from pages.watched import Watched


def seen_pages(
    session: Session, watched: Iterable[Watched]
) -> Iterator[tuple[Watched, Page | None]]:
    """Each page in the order given; None where it was never read."""
    stored = {
        PageRef(page.network, page.external_id): page for page in session.scalars(select(Page))
    }
    for page in watched:
        yield page, stored.get(page.ref)
