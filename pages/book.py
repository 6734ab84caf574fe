"""Reading the registry: pages in lists, one page with its history."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.orm import Session

from models import RegistryEntry, RegistryPage
from pages.official import OfficialPage, loaded
from pages.refusal import NotThere
from pages.registrar import entries_of
from pages.terms import Term
from pages.whole import WHOLE, Registry, registry


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages: those whose body or address holds `text`, of one network, closed ones or not."""

    text: str = ""
    network: str = ""
    closed: bool | None = False
    numbers: Collection[int] = field(default_factory=tuple)

    def chosen(self) -> list[ColumnElement[bool]]:
        """The conditions of a query."""
        page = RegistryPage
        wanted: list[ColumnElement[bool]] = []
        if self.text:
            like = f"%{_escaped(self.text.casefold())}%"
            wanted.append(page.words.like(like, escape="\\"))
        if self.network:
            wanted.append(page.network == self.network)
        if self.closed is not None:
            wanted.append(page.closed_on.is_not(None) if self.closed else page.closed_on.is_(None))
        if self.numbers:
            wanted.append(page.number.in_(self.numbers))
        return wanted


def listing(
    session: Session, wanted: Wanted, limit: int | None = None, offset: int = 0
) -> tuple[int, list[OfficialPage]]:
    """How many pages there are, and these, by body and network."""
    chosen = wanted.chosen()
    total = session.scalar(select(func.count()).select_from(RegistryPage).where(*chosen)) or 0
    order = (RegistryPage.body, RegistryPage.network, RegistryPage.number)
    query = select(cast(RegistryPage.state, Text)).where(*chosen).order_by(*order)
    return total, [loaded(state) for state in session.scalars(query.limit(limit).offset(offset))]


def same_body(session: Session) -> Mapping[int, int]:
    """How many open pages of its body, kind and network there are, by the page's number."""
    page = RegistryPage
    rows = session.execute(
        select(page.number, page.body, page.kind, page.network).where(page.closed_on.is_(None))
    ).all()
    whose = {number: (body.casefold(), kind, network) for number, body, kind, network in rows}
    counts = Counter(whose.values())
    return {number: counts[mine] for number, mine in whose.items()}


def networks(session: Session) -> Sequence[str]:
    """The networks in which the registry has pages."""
    query = select(RegistryPage.network).distinct().order_by(RegistryPage.network)
    return session.scalars(query).all()


def terms(session: Session) -> list[tuple[str, Term]]:
    """Every term with whose it is; what is still to be done first, then by day."""
    _, pages = listing(session, Wanted(closed=None))
    owed = [(f"{page.number} · {page.body}", term) for page in pages for term in page.terms]
    for news in whole(session).news:
        owed += [(f"сообщение {news.number} · {news.body}", term) for term in news.terms]
    return sorted(owed, key=lambda pair: (pair[1].met is not None, pair[1].due, pair[0]))


def one(session: Session, number: int) -> tuple[OfficialPage, Sequence[RegistryEntry]]:
    """A page and its entries, in order. Raises NotThere."""
    row = session.get(RegistryPage, number)
    if row is None:
        raise NotThere(f"Страницы {number} в реестре нет. Список: otklik pages registry list")
    return loaded(row.state), entries_of(session, number)


def whole(session: Session) -> Registry:
    """What stands above the pages."""
    return registry(entries_of(session, WHOLE))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
