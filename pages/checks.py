"""What the networks themselves show of the duties: a table, a line a check.

A check says True (kept), False (not kept) or None: the network does not tell, so nothing follows.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.page_facts import LOST, PageFacts
from models.page_rules import Duty
from pages.address import key
from pages.contacts import TOLD
from pages.watched import Town, Watched

PUNCTUAL = timedelta(hours=48)  # older readings tell nothing of a page's silence
RANK = ("must", "recommended", "desirable")


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a page is judged by.

    `registered`: its address in the registry, `first`: the one it had when we first saw it.
    `seen_from`: since when no post can have been missed, `posted`: whether one came lately.
    """

    watched: Watched
    facts: PageFacts | None = None
    registered: str | None = None
    first: str | None = None
    read_at: datetime | None = None
    seen_from: datetime | None = None
    posted: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be wrong: what is then said, and what to do. Both may hold {…}."""

    look: Callable[[PageFacts, Watched], bool | None]
    wrong: str
    advice: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check of one page: the duty behind it, and whether it is kept."""

    what: str
    kept: bool | None
    wrong: str
    advice: str
    force: str
    paragraph: str
    duty: str


def outcomes(seen: Seen, town: Town, now: datetime) -> Iterator[Outcome]:
    """Every check that binds this page; a network that tells nothing answers with None."""
    facts = seen.facts or PageFacts()
    yield _gone(seen, town)
    for name, check in DOORS.items():
        if duty := town.rules.duty(name, seen.watched.kind):
            yield _outcome(name, check, duty, _kept(check, seen))
    for want, duty in _wanted(seen.watched.kind, town).items():
        yield _outcome(want, WANTS[want], duty, _kept(WANTS[want], seen))
    yield _moved(seen, facts, town)
    yield from _silent(seen, town, now)


def _kept(check: Check, seen: Seen) -> bool | None:
    if seen.facts is None or seen.facts.standing in LOST:
        return None
    return check.look(seen.facts, seen.watched)


def _outcome(what: str, check: Check, duty: Duty, kept: bool | None) -> Outcome:
    return Outcome(what, kept, check.wrong, check.advice, duty.force, duty.paragraph, duty.id)


def _wanted(kind: str, town: Town) -> Mapping[str, Duty]:
    """What the page must show, each by the strictest duty that asks for it."""
    found: dict[str, Duty] = {}
    duties = [duty for duty in town.rules.duties if kind in (duty.kinds or (kind,))]
    for duty in sorted(duties, key=lambda duty: RANK.index(duty.force)):
        for want in duty.wants:
            if want in WANTS:
                found.setdefault(want, duty)
    return found


def _gone(seen: Seen, town: Town) -> Outcome:
    duty = town.rules.duty("own_page", seen.watched.kind)
    standing = seen.facts.standing if seen.facts else None
    return Outcome(
        "gone",
        None if standing is None else standing not in LOST,
        GONE.get(standing or "", ""),
        "Проверьте номер страницы в настройках; о закрытии или новом адресе сообщите в реестр.",
        duty.force if duty else "must",
        duty.paragraph if duty else "",
        "own_page" if duty else "",
    )


def _moved(seen: Seen, facts: PageFacts, town: Town) -> Outcome:
    duty = town.rules.duty("registry_news", seen.watched.kind)
    duty = duty or town.rules.duty("registry", seen.watched.kind)
    known, network = seen.registered or seen.first, seen.watched.ref.network
    where = "в реестре" if seen.registered else "был"
    kept: bool | None = None
    if facts.address and known:
        now_at, was_at = key(network, facts.address), key(network, known)
        # An address by number stays good whatever short name the page takes.
        kept = now_at == was_at or was_at.partition(":")[2].isdecimal()
    return Outcome(
        "moved",
        kept,
        f"адрес страницы теперь {facts.address}, {where} {known}",
        "Внесите в реестр новый адрес с датой смены и сообщите о нём.",
        duty.force if duty else "desirable",
        duty.paragraph if duty else "",
        duty.id if duty else "",
    )


def _silent(seen: Seen, town: Town, now: datetime) -> Iterator[Outcome]:
    norm = town.rules.norm("posts", seen.watched.kind)
    if norm is None:
        return
    known = seen.read_at is not None and now - seen.read_at <= PUNCTUAL
    long_enough = seen.seen_from is not None and now - seen.seen_from >= town.silent
    kept = True if seen.posted else False if known and long_enough else None
    yield Outcome(
        "silent",
        kept,
        f"нет публикаций больше {town.silent.days} дней",
        f"Норма — публикаций в неделю: {norm.weekly}. Опубликуйте или закройте страницу.",
        norm.force,
        norm.paragraph,
        "",
    )


def _words(field: str) -> Callable[[PageFacts, Watched], bool | None]:
    """A word that stands in its own field or in the description."""

    def look(facts: PageFacts, _: Watched) -> bool | None:
        own = getattr(facts, field)
        if own or TOLD[field](facts.description or ""):
            return True
        return None if own is None or facts.description is None else False

    return look


def _flag(field: str) -> Callable[[PageFacts, Watched], bool | None]:
    return lambda facts, _: getattr(facts, field)


def _described(facts: PageFacts, _: Watched) -> bool | None:
    return None if facts.description is None else bool(facts.description.strip())


def _placed(facts: PageFacts, _: Watched) -> bool | None:
    return None if facts.place is None else bool(facts.place)


def _designed(facts: PageFacts, _: Watched) -> bool | None:
    """An avatar or a cover; whether they are uniform only a person can see."""
    if facts.avatar or facts.cover:
        return True
    return None if facts.avatar is None else False


def _open(facts: PageFacts, _: Watched) -> bool | None:
    return facts.standing == "open"


def _named(facts: PageFacts, watched: Watched) -> bool | None:
    """All longer words of the body's name, in whatever case, in the title or the description."""
    if facts.name is None or facts.description is None:
        return None
    shown = _stems(f"{facts.name} {facts.description}")
    return _stems(watched.body) <= shown


def _stems(text: str) -> set[str]:
    words = re.findall(r"[а-яёa-z]{4,}", text.casefold().replace("ё", "е"))
    return {word[:5] for word in words}


DOORS: Mapping[str, Check] = {  # by duty
    "open_page": Check(
        _open, "страница закрыта от посторонних", "Откройте её в настройках сообщества."
    ),
    "open_comments": Check(
        _flag("comments"),
        "комментарии закрыты",
        "Откройте комментарии в настройках; нарушения удаляются по одному.",
    ),
}
WANTS: Mapping[str, Check] = {  # by what a duty wants the page to show
    "description": Check(_described, "нет описания", "Заполните описание страницы."),
    "name": Check(
        _named,
        "нет официального наименования органа",
        "Впишите его в название или в описание так, как в уставе.",
    ),
    "address": Check(
        _words("postal"), "не указан почтовый адрес", "Впишите адрес: индекс, улица, дом."
    ),
    "geolocation": Check(_placed, "нет метки на карте", "Отметьте адрес на карте сообщества."),
    "email": Check(
        _words("email"),
        "не указана электронная почта",
        "Впишите служебный адрес почты.",
    ),
    "phone": Check(_words("phone"), "не указан телефон", "Впишите телефон для справок с кодом."),
    "site": Check(_words("site"), "нет ссылки на официальный сайт", "Впишите адрес сайта."),
    "links": Check(
        _words("links"),
        "нет ссылок на другие официальные страницы",
        "Добавьте их в блок ссылок или в описание.",
    ),
    "design": Check(_designed, "нет оформления: ни аватара, ни обложки", "Оформите страницу."),
    "avatar": Check(_flag("avatar"), "нет аватара", "Поставьте герб или знак органа."),
    "cover": Check(_flag("cover"), "нет обложки", "Поставьте обложку."),
    "mark": Check(
        _flag("mark"),
        "сеть не показывает отметки официальной страницы",
        "Запросите её через ЕСИА или её оператора; после смены названия — снова.",
    ),
}
GONE = {
    "deleted": "страница удалена",
    "banned": "страница заблокирована сетью",
    "lost": "по своему адресу страница не открывается: удалена или сменила адрес",
}
