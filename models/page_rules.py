"""The part of a regulation on official pages: norms a week and duties."""

from typing import Literal, get_args

from pydantic import Field, model_validator

from models.rules import Cited, Force, Note, Rule

PageKind = Literal["administration", "head", "subordinate"]
PAGE_KINDS: tuple[PageKind, ...] = get_args(PageKind)
DutyName = Literal[
    "own_page",  # every body has a page in the networks of the act
    "exempt",  # bodies that need no page are listed with the ground
    "one_page",  # amount: pages of one body in one network
    "registry",  # what it must hold; kept at all
    "registry_news",  # amount: working days to report, from the event's date
    "registry_entry",  # amount: working days to enter, from the report's arrival
    "registry_order",  # approved by an order
    "registry_public",  # open to everybody, except the persons
    "responsible",  # who keeps the page is named
    "responsible_change",  # … and a change of them is told to the ЦУР
    "site_link",  # amount: working days from creation
    "access_limit",  # amount: persons who may post at once
    "two_factor",
    "credentials",  # accounted for and kept safe
    "protection",
    "service_email",
    "subscribed",  # to the head's and the administration's pages
    "mark",
    "gospubliki",
    "content_plan",
    "open_page",
    "open_comments",
    "identity",  # wants: what the page tells of its body
    "uniform_look",  # wants: how it looks
    "art13",  # information of art. 13 of 8-ФЗ
    "questions",  # residents' questions are answered
    "plain_style",  # wants: what the texts must not be
    "citations",  # amount: legal acts cited in one post
    "spelling",
]
Want = Literal[
    "design",
    "description",
    "name",
    "address",
    "geolocation",
    "email",
    "phone",
    "site",
    "cover",
    "avatar",
    "mark",
    "links",  # to the other official pages
    "no_press_release",
    "no_officialese",
    "no_complex_sentences",
]


class Cadence(Cited):
    """How many posts, or visits by QR code, a week a page of that kind makes; no kind: every."""

    what: Literal["posts", "visits"]
    page: PageKind | None = None
    weekly: int = Field(gt=0)
    force: Force


class Duty(Note):
    """What an official page must be or have.

    `kinds`: the pages whose bodies the paragraph names; empty where it says only "pages".
    `amount`: what the act counts – working days, persons, pages, citations, by the duty's name.
    `wants`: what the page must show, or what its texts must not be.
    """

    id: DutyName
    force: Force
    kinds: tuple[PageKind, ...] = ()
    amount: int | None = Field(default=None, gt=0)
    wants: tuple[Want, ...] = ()


class Pages(Rule):
    """The duties of official pages."""

    cadence: tuple[Cadence, ...] = ()
    duties: tuple[Duty, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> "Pages":
        norms = [(norm.what, kind) for norm in self.cadence for kind in _kinds(norm.page)]
        duties = [(duty.id, kind) for duty in self.duties for kind in duty.kinds or PAGE_KINDS]
        keys: list[tuple[str, str]] = [*norms, *duties]
        for name, kind in (key for key in keys if keys.count(key) > 1):
            raise ValueError(f"{name} для страниц вида {kind} задано дважды")
        return self

    def duty(self, name: str, kind: str) -> Duty | None:
        """This duty of a page of that kind, where the act sets it."""
        named = (duty for duty in self.duties if duty.id == name)
        return next((duty for duty in named if kind in (duty.kinds or PAGE_KINDS)), None)

    def norm(self, what: str, kind: str) -> Cadence | None:
        """The weekly norm of posts or visits for a page of that kind, where the act sets one."""
        named = (norm for norm in self.cadence if norm.what == what)
        return next((norm for norm in named if kind in _kinds(norm.page)), None)


def _kinds(one: PageKind | None) -> tuple[PageKind, ...]:
    return PAGE_KINDS if one is None else (one,)
