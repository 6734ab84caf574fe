"""What an address asks of the board: filters in words, and the question to the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from incidents.listing import COLUMNS, TURN, Wanted
from incidents.today import MATTERS
from incidents.words import STATE
from incidents.workflow import CLOSED, OPEN, STATES
from incidents.worktime import Worktime
from web.access import User

FIELDS = ("group", "topic", "body", "place", "importance", "network", "words", "term", "repeated",
          "since")  # fmt: skip
COLUMN = {
    "candidate": "Кандидаты",
    "resolution": "Резолюция главы",
    "route": "Направить",
    "executing": "У исполнителя",
    "rework": "На доработке",
    "review": "Согласование",
    "head": "Согласование главы",
    "approved": "Разместить",
    "asked": "Ждём автора",
}
LISTS = {  # `state` of an address: its words
    "": "В работе",
    "mine": "Мой ход",
    "candidate": "Кандидаты",
    "closed": "Закрытые",
    "matters": "Все, кроме отклонённых",
    "all": "Все",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of an address; "" where one is not given."""

    state: str = ""
    group: str = ""
    topic: str = ""
    body: str = ""
    place: str = ""
    importance: str = ""
    network: str = ""
    words: str = ""
    term: str = ""  # late | soon
    repeated: str = ""
    since: str = ""  # today

    @property
    def title(self) -> str:
        """What the list is called."""
        name = LISTS.get(self.state) or COLUMN.get(self.state) or STATE.get(self.state, "Список")
        if self.importance == "high" and not self.state:
            name = "Важные в работе"
        told = {"late": "Просрочено", "soon": "Скоро истекает"}.get(self.term, name)
        return f"{told} за сегодня" if self.since == "today" else told

    @property
    def narrowed(self) -> bool:
        """Whether anything but the step is asked for."""
        return any(getattr(self, name) for name in FIELDS)

    def query(self, **other: str) -> str:
        """The address's question with some of it said otherwise, «?…» or ""."""
        said = {name: getattr(self, name) for name in ("state", *FIELDS)} | other
        found = urlencode({name: value for name, value in said.items() if value})
        return f"?{found}" if found else ""


def asked(given: Mapping[str, str]) -> Asked:
    """The filters that this address gives; what it gives besides is left out."""
    return Asked(**{name: given.get(name, "")[:200].strip() for name in ("state", *FIELDS)})


def wanted(filters: Asked, user: User, now: datetime, warn: int, worktime: Worktime) -> Wanted:
    """The question to the database; `warn` are the working minutes that count as soon."""
    soon = filters.term == "soon"
    late = filters.term == "late"
    return Wanted(
        _states(filters.state, user.roles),
        filters.group,
        filters.topic,
        filters.body,
        filters.place,
        filters.importance,
        filters.network,
        filters.words,
        now if soon else None,
        now if late else soon_until(now, warn, worktime) if soon else None,
        bool(filters.repeated),
        seen_from=midnight(now, worktime) if filters.since == "today" else None,
    )


def soon_until(now: datetime, warn: int, worktime: Worktime) -> datetime:
    """Before this ends what is shown as soon: the last of `warn` whole working minutes counts."""
    return worktime.add(now, warn + 1)


def midnight(now: datetime, worktime: Worktime) -> datetime:
    """When this day of the town began."""
    local = now.astimezone(worktime.zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _states(name: str, roles: Sequence[str]) -> tuple[str, ...]:
    if name == "mine":
        return tuple(dict.fromkeys(state for role in roles for state in TURN.get(role, ())))
    fixed = {"": OPEN, "closed": CLOSED, "matters": MATTERS, "all": STATES}
    return fixed.get(name) or COLUMNS.get(name) or ((name,) if name in STATES else OPEN)
