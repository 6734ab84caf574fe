"""What the screen of one card shows, read and put together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from models import ReviewItem
from models.regulation import Regulation
from models.rules import Removal
from moderation import clusters
from moderation.cards import Card, card
from moderation.context import Context, context
from moderation.deciding import proposed
from moderation.marked import Change, Piece, changes, pieces
from moderation.policy import History, Proposal, removal_for
from web.office import Office
from words import plural

SHOWN = 5000  # characters: what is longer has a page of its own
CHOICES = (  # decision, its button, its key
    ("delete", "Удалить", "d"),
    ("delete_and_ban", "Удалить и в ЧС", "b"),
    ("keep", "Оставить", "k"),
    ("incident", "В инциденты", "i"),
    ("escalate", "Передать главе", "e"),
    ("skip", "Пропустить", "s"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button; `why` it cannot be pressed, where it cannot."""

    action: str
    title: str
    keys: str
    proposed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A card with all around it. `mine`: it is open and held by who looks at it; `holder`: who else
    has it; `alike`: comments nearly the same.
    """

    card: Card
    context: Context
    pieces: Sequence[Piece]
    changes: Sequence[Change]
    proposal: Proposal
    choices: Sequence[Choice]
    warnings: Sequence[str]
    grounds: Sequence[Removal]
    needs_ground: bool
    alike: Sequence[int]
    mine: bool
    holder: str
    waited: str
    today: bool

    @property
    def more(self) -> int:
        """How many characters of the text are not shown."""
        return max(0, len(self.card.comment.text) - SHOWN)

    @property
    def opened(self) -> bool:
        """Whether there is something to decide."""
        return self.card.item.state == "open"


def view(session: Session, office: Office, number: int, who: str, now: datetime) -> View:
    """Read the card. Raises NoCard."""
    found = card(session, number)
    around = context(session, found)
    history = around.past.done if around.past else History()
    proposal = proposed(office.house, found, history)
    text = found.comment.text[:SHOWN]
    earlier = around.earlier[-1].text[:SHOWN] if around.earlier else text
    grounds = office.regulation.deletion
    return View(
        card=found,
        context=around,
        pieces=pieces(text, found.verdict.findings),
        changes=changes(earlier, text) if around.earlier else (),
        proposal=proposal,
        choices=list(_choices(office, found, proposal)),
        warnings=list(dict.fromkeys(office.warnings(found, ("delete", "ban")))),
        grounds=grounds,
        needs_ground=bool(grounds) and removal_for(grounds, found.item.categories) is None,
        alike=clusters.alike(session, found.comment, who, now)[1:],
        mine=found.item.state == "open" and found.item.held_by == who,
        holder=holder(found.item, who, now),
        waited=span(now - found.item.opened_at),
        today=_day(office, found.comment.created_at) == _day(office, now),
    )


def _day(office: Office, at: datetime) -> date:
    return at.astimezone(office.worktime.zone).date()


def holder(item: ReviewItem, who: str, now: datetime) -> str:
    """Who else has the card; "": nobody."""
    held = item.held_until is not None and item.held_until > now
    return item.held_by if held and item.held_by and item.held_by != who else ""


def _choices(office: Office, found: Card, proposal: Proposal) -> Iterator[Choice]:
    first = "keep" if proposal.action == "no_answer" else proposal.action
    for action, title, key in sorted(CHOICES, key=lambda choice: choice[0] != first):
        keys = f"enter {key}" if action == first else key
        yield Choice(action, title, keys, action == first, _why_not(office, found, action))


def _why_not(office: Office, found: Card, action: str) -> str:
    author, regulation = found.author, office.regulation
    if action not in ("delete", "delete_and_ban"):
        return ""
    if author and office.house.trusts(found.page.network, author.external_id):
        return "доверенный автор"
    if not regulation.deletion:
        return "регламент не знает удаления"
    if action == "delete":
        return ""
    return "" if author and regulation.blacklist else _no_ban(regulation)


def _no_ban(regulation: Regulation) -> str:
    return "соцсеть скрыла автора" if regulation.blacklist else "регламент не знает чёрного списка"


def span(waited: timedelta) -> str:
    """How long, in the words of a clock: 18 мин, 3 ч 05 мин, 2 дня."""
    minutes = max(0, int(waited.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} мин"
    if minutes < 24 * 60:
        return f"{minutes // 60} ч {minutes % 60:02d} мин"
    days = minutes // (24 * 60)
    return f"{days} {plural(days, 'день', 'дня', 'дней')}"


def act_number(regulation: Regulation) -> str:
    """The act in two words, where its title has a number."""
    found = re.search(r"№\s*\S+", regulation.title)
    return found.group() if found else regulation.title
