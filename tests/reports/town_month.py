"""November of a small district, row by row: what was said, asked, decided and done.

Times are local, «ММ-ДД ЧЧ:ММ» of 2026 in Vladivostok, ten hours ahead of UTC: what is written in
the morning there is yesterday in the database. Tests count over these rows by themselves.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models import (
    Action,
    Comment,
    Deadline,
    Decision,
    Incident,
    IncidentBody,
    OutboxEntry,
    Page,
    PageWeek,
    ReviewItem,
    SeenSurge,
    Step,
    StoredFinding,
    StoredVerdict,
    rows_of,
)
from reports.document import Period

ZONE = ZoneInfo("Asia/Vladivostok")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), ZONE)
ROLES = {"Фонарёв": "executor", "Водник": "executor", "Дорожник": "executor", "Орлов": "head"}
LIGHT, WATER, ROADS = "Горсвет", "Водоканал", "Дорожная служба"


def at(text: str) -> datetime:
    """A local time of 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


class Wall:
    """Working time round the clock: minutes can be counted by hand."""

    def between(self, start: datetime, end: datetime) -> int:
        return int((end - start).total_seconds() // 60)


@dataclass
class Asks:
    """What a message asks for, and what became of it."""

    state: str
    topic: str = ""  # «ГРУППА/ТЕМА»
    settlement: str = ""
    street: str = ""
    bodies: tuple[str, ...] = ()
    repeats: bool = False
    importance: str = "ordinary"
    origin: str = "page"
    steps: tuple[tuple[Any, ...], ...] = ()  # (act, state, at, by, details)
    terms: tuple[tuple[Any, ...], ...] = ()  # (step, paragraph, owner, due, outcome, ended, by)
    detected: str = ""  # where not with the message

    @property
    def group(self) -> str:
        return self.topic.split("/")[0]

    @property
    def name(self) -> str:
        return self.topic.partition("/")[2]

    @property
    def place(self) -> str:
        return self.settlement or self.street


@dataclass
class Flagged:
    """A card: its categories, its state, decisions (action, by, at, ground), actions."""

    categories: tuple[str, ...]
    state: str
    opened: str
    decisions: tuple[tuple[str, str, str, str], ...] = ()
    actions: tuple[tuple[str, str, str, str], ...] = ()  # (act, state, at, ground)


@dataclass
class Said:
    """A message of a resident on a page; without a page it came from elsewhere."""

    page: str
    at: str
    text: str
    asks: Asks | None = None
    flagged: Flagged | None = None
    context: bool = False


PAGES = {"Администрация": "vk", "Школа": "vk", "Район в Телеграме": "telegram"}
LAMP, LEAK = "БЛАГОУСТРОЙСТВО/ОСВЕЩЕНИЕ УЛИЦ", "ЖКХ/ПРОТЕЧКА ТРУБ"
HOLE, BUS = "ДОРОГИ/ЯМЫ НА ДОРОГАХ", "ОБЩЕСТВЕННЫЙ ТРАНСПОРТ/ГРАФИК АВТОБУСОВ"

MONTH = [
    Said("Администрация", "10-31 23:59", "Фонарь у почты не горит", Asks("answered", LAMP)),
    Said("Администрация", "11-01 00:00", "Опять темно у почты",
         Asks("answered", LAMP, "село Ключи", "улица Лесная", (LIGHT,), repeats=True, steps=(
             ("confirm", "new", "11-01 09:00", "Кузнецова", {}),
             ("route", "executing", "11-01 09:30", "Кузнецова", {"bodies": [LIGHT]}),
             ("draft", "review", "11-01 11:00", "Фонарёв", {"form": "answer"}),
             ("return", "rework", "11-01 11:20", "Кузнецова", {}),
             ("draft", "review", "11-01 12:00", "Фонарёв", {"form": "answer"}),
             ("approve", "approved", "11-01 12:10", "Кузнецова", {}),
             ("publish", "answered", "11-01 12:30", "Кузнецова", {})), terms=(
             ("route", "п.10", "curator", "11-01 10:00", "met", "11-01 09:30", 2),
             ("draft", "п.12", "executor", "11-01 11:30", "met", "11-01 11:00", 3),
             ("rework", "п.15", "executor", "11-01 11:50", "late", "11-01 12:00", 5),
             ("clarify", "п.13", "executor", "11-01 10:00", "lapsed", "11-01 11:00", 3),
             ("answer", "п.9", "curator", "11-01 12:00", "late", "11-01 12:30", 7)))),
    Said("Школа", "11-02 08:15", "Спасибо за каток"),
    Said("Школа", "11-03 23:30", "Когда автобус?",
         Asks("executing", BUS, "село Ключи", "", (ROADS,), detected="11-04 00:10", steps=(
             ("confirm", "new", "11-04 08:00", "Кузнецова", {"importance": "high"}),
             ("route", "executing", "11-04 08:10", "Кузнецова", {"bodies": [ROADS]})), terms=(
             ("route", "п.10", "curator", "11-04 09:10", "met", "11-04 08:10", 2),
             ("answer", "п.17", "curator", "11-04 10:00", "open", None, None)),
             importance="high")),
    Said("Администрация", "11-05 10:00", "Труба течёт третий день",
         Asks("answered", LEAK, "", "улица Садовая", (WATER, ROADS), steps=(
             ("confirm", "new", "11-05 10:30", "Кузнецова", {}),
             ("route", "executing", "11-05 11:00", "Кузнецова", {"bodies": [WATER, ROADS]}),
             ("draft", "review", "11-05 12:00", "Водник", {"form": "question"}),
             ("approve", "approved", "11-05 12:05", "Кузнецова", {}),
             ("publish", "asked", "11-05 12:10", "Кузнецова", {}),
             ("replied", "executing", "11-05 15:00", "Кузнецова", {}),
             ("draft", "review", "11-05 16:00", "Водник", {"form": "interim"}),
             ("approve", "head", "11-05 16:10", "Кузнецова", {}),
             ("approve", "approved", "11-05 16:40", "Орлов", {}),
             ("publish", "interim", "11-05 17:00", "Кузнецова", {}),
             ("draft", "review", "11-09 10:00", "Водник", {"form": "answer"}),
             ("approve", "approved", "11-09 10:30", "Кузнецова", {}),
             ("publish", "answered", "11-09 11:00", "Кузнецова", {})), terms=(
             ("draft", "п.12", "executor", "11-05 15:30", "paused", "11-05 12:10", 5),
             ("draft", "п.12", "executor", "11-05 16:30", "met", "11-05 16:00", 7),
             ("answer", "п.9", "curator", "11-05 17:00", "met", "11-05 17:00", 10),
             ("interim_to_final", "п.18", "executor", "11-12 18:00", "met", "11-09 11:00", 13)))),
    Said("Район в Телеграме", "11-05 10:20", "У нас тоже течёт", Asks("candidate", LEAK)),
    Said("Район в Телеграме", "11-05 10:25", "И у нас", Asks("dismissed", LEAK)),
    Said("Район в Телеграме", "11-05 10:30", "Уже всё", Asks("cleared", LEAK)),
    Said("Администрация", "11-06 18:00", "Заплатка на дороге отвалилась",
         Asks("new", HOLE, "", "улица Садовая", (), repeats=True, steps=(
             ("confirm", "new", "11-06 18:30", "Кузнецова", {}),), terms=(
             ("route", "п.10", "curator", "11-06 19:30", "open", None, None),))),
    Said("Администрация", "11-07 12:00", "Ты дурак", None,
         Flagged(("insult",), "decided", "11-07 12:01",
                 (("skip", "Петрова", "11-07 12:05", ""), ("keep", "Петрова", "11-07 13:01", "")))),
    Said("Администрация", "11-07 12:01", "Сам такой, дурак и хам", None,
         Flagged(("insult", "vulgar"), "decided", "11-07 12:02",
                 (("keep", "Петрова", "11-07 12:10", ""),
                  ("delete", "Сомов", "11-08 12:02", "insult")),
                 (("delete", "done", "11-08 12:02", "insult"),))),
    Said("Школа", "11-08 23:59", "Реклама окон", None,
         Flagged(("ad", "spam"), "decided", "11-09 00:10",
                 (("delete_and_ban", "автоматика", "11-09 00:10", "spam"),),
                 (("ban", "done", "11-09 00:10", "spam"),
                  ("delete", "done", "11-09 00:10", "spam")))),
    Said("Школа", "11-09 09:00", "Убью за такие дороги",
         Asks("candidate", HOLE, "село Ключи", "улица Лесная"),
         Flagged(("threat",), "open", "11-09 09:01")),
    Said("Школа", "11-09 10:00", "Куплю гараж, телефон в профиле", None,
         Flagged(("ad",), "open", "11-09 10:01",
                 (("delete", "Сомов", "11-09 11:00", "ad"), ("undo", "Сомов", "11-09 11:01", "")),
                 (("delete", "undone", "11-09 11:00", "ad"),))),
    Said("Школа", "11-10 10:00", "Удалённое и возвращённое", None,
         Flagged(("insult",), "open", "11-10 10:01",
                 (("delete", "Сомов", "11-10 11:00", "insult"),),
                 (("delete", "done", "11-10 11:00", "insult"),
                  ("restore", "done", "11-10 12:00", "insult")))),
    Said("Администрация", "11-15 15:00", "Ответ страницы", context=True),
    Said("Школа", "11-20 07:30", "Темно", Asks("new", LAMP, "село Ключи", bodies=())),
    Said("Школа", "11-20 07:40", "Снова темно на остановке", Asks("explained", LAMP, steps=(
             ("confirm", "new", "11-20 08:00", "Кузнецова", {}),
             ("route", "executing", "11-20 08:20", "Кузнецова", {"bodies": [LIGHT]}),
             ("not_ours", "refused", "11-20 08:30", "Фонарёв", {}),
             ("route", "executing", "11-20 09:00", "Кузнецова", {"bodies": [ROADS]}),
             ("draft", "review", "11-20 10:00", "Дорожник", {"form": "explanation"}),
             ("approve", "approved", "11-20 10:15", "Кузнецова", {}),
             ("publish", "explained", "11-20 10:20", "Кузнецова", {}),
             ("reopen", "new", "11-25 08:00", "Кузнецова",
              {"detected_at": "2026-11-25T07:00:00+10:00"}),
             ("route", "executing", "11-25 09:00", "Кузнецова", {"bodies": [ROADS]}),
             ("draft", "approved", "11-25 10:00", "Кузнецова", {"form": "answer"}),
             ("publish", "explained", "11-25 10:30", "Кузнецова", {})), bodies=(ROADS,), terms=(
             ("reroute", "п.11", "curator", "11-20 09:00", "met", "11-20 09:00", 4),
             ("draft", "п.12", "executor", "11-25 09:30", "late", "11-25 10:00", 10)))),
    Said("", "", "Письмом: нет воды", Asks("handed_over", LEAK, "село Дальнее", "", (WATER,),
         origin="hand", detected="11-28 10:00", steps=(
             ("confirm", "new", "11-28 10:00", "Кузнецова", {}),
             ("route", "executing", "11-28 10:15", "Кузнецова", {"bodies": [WATER]}),
             ("draft", "head", "11-30 23:00", "Водник", {"form": "answer"}),
             ("approve", "approved", "11-30 23:59", "Орлов", {}),
             ("hand_over", "handed_over", "12-01 00:00", "Кузнецова", {})), terms=(
             ("draft", "п.12", "executor", "11-30 22:00", "late", "11-30 23:00", 3),
             ("answer", "п.9", "curator", "12-01 10:00", "met", "12-01 00:00", 5)))),
    Said("Школа", "11-30 23:59", "До декабря", None),
    Said("Школа", "12-01 00:00", "Уже декабрь", Asks("candidate", LAMP),
         Flagged(("insult",), "open", "12-01 00:00")),
]  # fmt: skip
SURGES = [("T1 ПРОТЕЧКА ТРУБ", "улица Садовая", "11-05 10:00", 7), ("T2 ЯМЫ", "", "12-01 00:00", 9)]
NOW = at("12-02 09:00")


@dataclass
class Keys:
    """Database keys by the position of a message in MONTH."""

    pages: dict[str, int] = field(default_factory=dict)
    incidents: dict[int, int] = field(default_factory=dict)
    cards: dict[int, int] = field(default_factory=dict)


WEEKS = (  # a page, a Monday, publications, the norm; a week counted twice keeps the last figure
    ("Администрация", "10-26", 10, 10),
    ("Администрация", "11-02", 9, 10),
    ("Администрация", "11-02", 11, 10),
    ("Администрация", "11-09", 4, 10),
    ("Администрация", "11-30", 0, 10),  # ends in December
    ("Школа", "11-02", 5, 5),
    ("Район в Телеграме", "11-02", 3, None),
)
FLAWS = (  # a page, what is wrong, the force, opened, closed
    ("Школа", "нет описания", "must", "10-20", "11-05"),
    ("Школа", "нет обложки", "desirable", "09-01", "09-10"),
    ("Администрация", "комментарии закрыты", "must", "11-10", None),
)


def fill(session: Session, month: list[Said] = MONTH) -> Keys:
    """Put the month into an empty database."""
    keys = Keys()
    for name, network in PAGES.items():
        page = Page(network, name, name, watched_since=at("01-01 00:00"))
        session.add(page)
        session.flush()
        keys.pages[name] = page.id
    for number, said in enumerate(month):
        comment = _comment(session, said, number, keys) if said.page else None
        if said.flagged and comment:
            keys.cards[number] = _card(session, said.flagged, comment)
        if said.asks:
            keys.incidents[number] = _incident(session, said, comment)
    for topic, place, since, authors in SURGES:
        session.add(SeenSurge(topic, place, at(since), at(since), 24, authors, 1.5))
    for name, monday, posts, norm in WEEKS:
        counted = (keys.pages[name], date.fromisoformat(f"2026-{monday}"), posts, {}, norm)
        session.add(PageWeek(*counted, "recommended", "п.5", "post+quote", at("11-30 09:00")))
    for name, text, force, opened, closed in FLAWS:
        ended = at(f"{closed} 09:00") if closed else None
        page, since = keys.pages[name], at(f"{opened} 09:00")
        session.add(StoredFinding(page, "what", force, "п.6", text, "Исправьте.", since, ended))
    session.flush()
    return keys


def _comment(session: Session, said: Said, number: int, keys: Keys) -> Comment:
    comment = Comment(
        network=PAGES[said.page], external_id=str(number), page_id=keys.pages[said.page],
        post_id=None, author_id=None, kind="comment", parent=None, text=said.text, attachments=[],
        url=f"https://example.org/{number}", created_at=at(said.at), detected_at=at(said.at),
        context=said.context,
    )  # fmt: skip
    session.add(comment)
    session.flush()
    return comment


def _card(session: Session, flagged: Flagged, comment: Comment) -> int:
    verdict = StoredVerdict(
        comment.id, 1, "test", at(flagged.opened), {}, list(flagged.categories), [], 0.0, False, [],
        {},
    )  # fmt: skip
    session.add(verdict)
    session.flush()
    urgency = 0 if "threat" in flagged.categories else 1
    card = ReviewItem(
        comment.id, comment.page_id, comment.network, verdict.id, flagged.state, urgency,
        list(flagged.categories), at(flagged.opened),
    )  # fmt: skip
    session.add(card)
    session.flush()
    for action, by, when, ground in flagged.decisions:
        session.add(Decision(card.id, verdict.id, action, by, at(when), "", ground))
    undone = None
    for act, state, when, ground in flagged.actions:
        made = Action(
            f"{card.id}:{act}", act, "decision", "кто-то", at(when), comment.page_id, comment.id, 1,
            ground=ground, undoes=undone if act == "restore" else None,
        )  # fmt: skip
        session.add(made)
        session.flush()
        undone = made.id
        session.add(OutboxEntry(made.id, state, at(when)))
    return card.id


def _incident(session: Session, said: Said, comment: Comment | None) -> int:
    asks = said.asks
    assert asks
    place = {"settlement": asks.settlement, "street": asks.street}
    incident = Incident(
        asks.state, at(asks.detected or said.at), comment_id=comment.id if comment else None,
        origin=asks.origin, text="" if comment else said.text, importance=asks.importance,
        bodies=list(asks.bodies), topic="T1" if asks.topic else None,
        topic_group=asks.group or None, topic_name=asks.name or None,
        place={kind: name for kind, name in place.items() if name},
        repeat_of=1 if asks.repeats else None,
    )  # fmt: skip
    session.add(incident)
    session.flush()
    for body in asks.bodies:
        session.execute(insert(rows_of(IncidentBody)).values(body=body, incident_id=incident.id))
    for number, (act, state, when, by, details) in enumerate(asks.steps, 1):
        role = ROLES.get(by, "curator")
        body = asks.bodies[0] if role == "executor" and asks.bodies else ""
        session.add(Step(incident.id, number, act, state, by, role, at(when), body=body,
                         details=details))  # fmt: skip
    for step, paragraph, owner, due, outcome, ended, by in asks.terms:
        session.add(Deadline(
            incident.id, step, "", owner, step == "clarify", 1, at("11-01 00:00"), at(due),
            paragraph, "test", False, outcome, at(ended) if ended else None, by,
        ))  # fmt: skip
    session.flush()
    return incident.id
