"""What the registry itself shows of the duties: a table, a line a duty."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from models import PageRef
from models.page_rules import PAGE_KINDS, Duty, Pages
from pages.address import key
from pages.finding import PageFinding
from pages.official import OfficialPage
from pages.whole import Registry
from pages.words import network_name

Wrong = Callable[[OfficialPage, Duty], str | None]


def page_findings(
    page: OfficialPage, rules: Pages, today: date, alike: int = 1
) -> list[PageFinding]:
    """What this page lacks. `alike`: open pages of its body and kind in its network, itself too."""
    if page.closed:
        return []
    found = [*_overdue(page, rules, today), *_doubled(page, rules, alike)]
    for name, (wrong, advice) in DUTIES.items():
        duty = rules.duty(name, page.kind)
        text = wrong(page, duty) if duty else None
        if duty and text:
            found.append(PageFinding(name, text, advice, duty.force, duty.paragraph))
    return found


def whole_findings(
    whole: Registry,
    pages: Sequence[OfficialPage],
    rules: Pages,
    today: date,
    *,
    watched: Iterable[tuple[PageRef, str]] = (),
    bodies: Collection[str] = (),
    networks: Collection[str] = (),
) -> list[PageFinding]:
    """What the registry as a whole lacks.

    `watched` are the pages of the configuration with their kinds, `bodies` those the town knows,
    `networks` those the act names.
    """
    alive = [page for page in pages if not page.closed]
    return [
        *_unapproved(whole, rules),
        *_unentered(whole, today),
        *_unlisted(alive, rules, watched),
        *_without_page(whole, alive, rules, bodies, networks),
    ]


def alike(pages: Iterable[OfficialPage]) -> Mapping[int, int]:
    """How many open pages of the same body, kind and network there are, by the page's number."""
    open_pages = [page for page in pages if not page.closed]
    same: dict[tuple[str, str, str], int] = {}
    for page in open_pages:
        same[_whose(page)] = same.get(_whose(page), 0) + 1
    return {page.number: same[_whose(page)] for page in open_pages}


def matched(pages: Iterable[OfficialPage], refs: Iterable[PageRef]) -> Mapping[int, PageRef]:
    """The page of the configuration behind each page of the registry, by its number there."""
    watched = {key(ref.network, ref.external_id): ref for ref in refs}
    found = ((page.number, watched.get(name)) for page in pages for name in _keys(page))
    return {number: ref for number, ref in found if ref}


def unlisted(pages: Iterable[OfficialPage], refs: Iterable[PageRef]) -> list[PageRef]:
    """The pages of the configuration that the registry does not hold."""
    known = {name for page in pages for name in _keys(page)}
    return [ref for ref in refs if key(ref.network, ref.external_id) not in known]


def _keys(page: OfficialPage) -> Iterable[str]:
    yield key(page.network, page.address)
    if page.ref:
        network, _, id = page.ref.partition(":")
        yield key(network, id)


def _whose(page: OfficialPage) -> tuple[str, str, str]:
    return page.body.casefold(), page.kind, page.network


def _overdue(page: OfficialPage, rules: Pages, today: date) -> Iterable[PageFinding]:
    for term in page.terms:
        if term.met is None and term.state(today) == "broken":
            rule = rules.duty(term.duty, page.kind)
            text, advice = LATE[term.duty]
            force = rule.force if rule else "must"
            yield PageFinding(
                term.duty, f"{text} до {term.due:%d.%m.%Y}", advice, force, term.paragraph, term.due
            )


def _doubled(page: OfficialPage, rules: Pages, alike: int) -> Iterable[PageFinding]:
    duty = rules.duty("one_page", page.kind)
    if duty and alike > (duty.amount or 1):
        text = f"страниц этого органа в одной соцсети: {alike}"
        yield PageFinding("one_page", text, "Оставьте одну, остальные закройте.",
                          duty.force, duty.paragraph)  # fmt: skip


def _unapproved(whole: Registry, rules: Pages) -> Iterable[PageFinding]:
    duty = _any(rules, "registry_order")
    if duty and whole.order is None:
        yield PageFinding("registry_order", "реестр не утверждён распоряжением",
                          "Издайте распоряжение и запишите его: otklik pages registry order",
                          duty.force, duty.paragraph)  # fmt: skip


def _unentered(whole: Registry, today: date) -> Iterable[PageFinding]:
    for news in whole.news:
        for term in news.terms:
            if term.duty == "registry_entry" and term.state(today) == "broken":
                yield PageFinding(
                    "registry_entry",
                    f"сообщение {news.number} ({news.body}) не внесено до {term.due:%d.%m.%Y}",
                    f"Внесите его командой с --news {news.number}",
                    paragraph=term.paragraph,
                    since=term.due,
                )


def _unlisted(
    alive: Sequence[OfficialPage], rules: Pages, watched: Iterable[tuple[PageRef, str]]
) -> Iterable[PageFinding]:
    kinds = dict(watched)
    for ref in unlisted(alive, kinds):
        duty = rules.duty("registry", kinds[ref])
        yield PageFinding(
            "registry",
            f"страницы {ref} нет в реестре",
            "Внесите её: otklik pages registry add",
            duty.force if duty else "desirable",
            duty.paragraph if duty else "",
        )


def _without_page(
    whole: Registry,
    alive: Sequence[OfficialPage],
    rules: Pages,
    bodies: Collection[str],
    networks: Collection[str],
) -> Iterable[PageFinding]:
    duty = _any(rules, "own_page")
    if duty is None:
        return
    there = {(page.body.casefold(), page.network) for page in alive if page.kind != "head"}
    known = dict.fromkeys([*bodies, *(page.body for page in alive)])
    for body in (body for body in known if body not in whole.exempt):
        missing = [net for net in networks if (body.casefold(), net) not in there]
        if missing:
            where = ", ".join(map(network_name, missing))
            text = f"{body}: нет страницы ({where})"
            yield PageFinding("own_page", text, PAGELESS, duty.force, duty.paragraph)


def _any(rules: Pages, name: str) -> Duty | None:
    found = (rules.duty(name, kind) for kind in PAGE_KINDS)
    return next((duty for duty in found if duty), None)


def _no_keeper(page: OfficialPage, duty: Duty) -> str | None:
    return None if page.keepers else "ответственный не назван"


def _crowd(page: OfficialPage, duty: Duty) -> str | None:
    most = duty.amount or len(page.posting)
    return f"доступ у {len(page.posting)}, можно {most}" if len(page.posting) > most else None


def _one_factor(page: OfficialPage, duty: Duty) -> str | None:
    return None if page.two_factor else "двухфакторный вход не подтверждён"


def _scattered(page: OfficialPage, duty: Duty) -> str | None:
    return None if page.credentials else "не записано, где хранятся данные для доступа"


def _unprotected(page: OfficialPage, duty: Duty) -> str | None:
    done = page.two_factor or page.credentials
    return None if done else "не записано, чем страница защищена"


def _no_email(page: OfficialPage, duty: Duty) -> str | None:
    return None if page.email else "служебная почта страницы не записана"


def _unsubscribed(page: OfficialPage, duty: Duty) -> str | None:
    words = {"head": "главы", "administration": "администрации"}
    missing = [word for name, word in words.items() if name not in page.subscribed]
    return f"нет подписки на страницы {' и '.join(missing)}" if missing else None


def _no_mark(page: OfficialPage, duty: Duty) -> str | None:
    if page.mark.state == "given":
        return None
    if page.mark.state == "lost" and page.mark.since:
        return f"отметка утрачена {page.mark.since:%d.%m.%Y}: {page.mark.why}"
    if page.mark.state == "asked" and page.mark.since:
        return f"отметка запрошена {page.mark.since:%d.%m.%Y}, ещё не получена"
    return "отметки официальной страницы нет"


def _unconnected(page: OfficialPage, duty: Duty) -> str | None:
    return None if page.gospubliki else "не подключена к «Госпабликам»"


def _unlinked(page: OfficialPage, duty: Duty) -> str | None:
    # Until it is met the term speaks, nothing is wrong before it ends; later a link may be lost.
    timed = any(term.duty == "site_link" and term.met is None for term in page.terms)
    return None if page.link or timed else "ссылки на сайте органа нет"


def _untold(page: OfficialPage, duty: Duty) -> str | None:
    return "ЦУР не извещён о смене ответственного" if page.untold else None


DUTIES: dict[str, tuple[Wrong, str]] = {
    "responsible": (_no_keeper, "Назовите: otklik pages registry person"),
    "access_limit": (_crowd, "Уберите лишних: otklik pages registry access"),
    "two_factor": (_one_factor, "Включите и подтвердите: otklik pages registry access"),
    "credentials": (_scattered, "Запишите место, не сами данные: otklik pages registry access"),
    "protection": (_unprotected, "Подтвердите двухфакторный вход: otklik pages registry access"),
    "service_email": (_no_email, "Привяжите служебную почту и запишите её."),
    "subscribed": (_unsubscribed, "Подпишите страницу и запишите это."),
    "mark": (_no_mark, "Запросите отметку (через ЕСИА или её оператора) и запишите это."),
    "gospubliki": (_unconnected, "Подключите через ЦУР и запишите дату."),
    "site_link": (_unlinked, "Разместите ссылку на сайте и запишите её."),
    "responsible_change": (_untold, "Отправьте уведомление: otklik pages registry notice"),
}
PAGELESS = "Создайте страницу или освободите орган: otklik pages registry exempt"
LATE = {
    "registry_news": (
        "орган не сообщил об изменении",
        "Напомните органу; когда сообщит, запишите.",
    ),
    "registry_entry": ("сообщение не внесено в реестр", "Внесите его."),
    "site_link": ("ссылки на сайте органа нет, срок был", "Разместите ссылку и запишите её."),
}
