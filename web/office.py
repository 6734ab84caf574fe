"""All that the pages need, put together once at the start."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from threading import Event

from config import Config
from incidents.adviser import Adviser
from incidents.case import Case
from incidents.checks import Draft, Tools, examine
from incidents.desk import Desk
from incidents.people import Person
from incidents.worktime import Worktime
from models import PageRef, Step
from models.regulation import Regulation
from moderation.cards import Card
from moderation.policy import House
from moderation.waiting import Counts
from pages.registrar import Registrar
from pages.watched import Town
from store import Store
from web.accounts.passwords import Passwords
from web.accounts.people import united
from web.accounts.register import everybody
from web.accounts.sessions import Terms
from web.kept import Kept

SAMPLE = "Здравствуйте! Мусор с улицы вывезим до пятницы."  # a slip, to have suggestions ready


@dataclass(frozen=True)
class Office:
    """What every request may use; nothing here changes while the program runs.

    `make_tools` loads the checks of a draft, which takes seconds: `tools` does it once, in
    `warm_up` or when the first draft is looked at; so does `make_adviser`. `tell` writes to those
    whom an act concerns and returns what went wrong, in words. `people` are those of the
    configuration. `warnings` says what acts on a card do besides; the counters of the queue are
    kept, because counting is dear. `ready`: all that is slow is loaded.
    """

    store: Store
    clock: Callable[[], datetime]
    config: Config
    regulation: Regulation
    worktime: Worktime
    house: House
    make_tools: Callable[[], Tools]
    make_adviser: Callable[[], Adviser]
    tell: Callable[[Desk, Step, Case], str]
    town: Town
    people: Sequence[Person] = ()
    names: Mapping[PageRef, str] = field(default_factory=dict)
    passwords: Passwords = field(default_factory=Passwords)
    warnings: Callable[[Card, Iterable[str]], Iterator[str]] = lambda card, acts: iter(())
    counts: Kept[Counts] = field(default_factory=Kept)
    by_category: Kept[dict[str, int]] = field(default_factory=Kept)
    ready: Event = field(default_factory=Event)

    @cached_property
    def tools(self) -> Tools:
        """Checks of a draft."""
        return self.make_tools()

    @cached_property
    def adviser(self) -> Adviser:
        """Topics, bodies and importance of a message."""
        return self.make_adviser()

    def warm_up(self) -> None:
        """Load what the first incident and the first draft would wait for; then it is `ready`."""
        self.adviser.judge([SAMPLE])
        examine(Draft(SAMPLE, SAMPLE, ""), replace(self.tools, grammar=None), {})
        self.ready.set()

    @property
    def terms(self) -> Terms:
        """How long a session lives."""
        return Terms(self.config.web.absolute, self.config.web.idle)

    @property
    def registrar(self) -> Registrar:
        """What entering into the registry of pages needs."""
        return Registrar(self.regulation.pages, self.worktime)

    def desk(self) -> Desk:
        """What acts on incidents need; people as they are at this moment."""
        with self.store.reading() as session:
            people = united(self.people, everybody(session))
        return Desk(self.regulation, self.worktime, people)
