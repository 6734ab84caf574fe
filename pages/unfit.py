"""What cannot be entered of a page as it stands."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pages.acts import ACTS
from pages.official import OfficialPage
from pages.refusal import RegistryError

Check = Callable[[OfficialPage, Mapping[str, Any], int | None], str | None]


def refuse_unfit(
    page: OfficialPage | None,
    act: str,
    happened_on: date,
    facts: Mapping[str, Any],
    person: int | None,
) -> None:
    """Raises RegistryError that says why this act does not fit the page."""
    if page is None:
        return
    if page.closed and not ACTS[act].afterwards:
        raise RegistryError(f"Страница {page.number} закрыта {page.closed.since:%d.%m.%Y}.")
    if happened_on < page.created and not ACTS[act].person and act != "correct":
        raise RegistryError(
            f"дата {happened_on:%d.%m.%Y} раньше создания страницы ({page.created:%d.%m.%Y})"
        )
    why = CHECKS[act](page, facts, person) if act in CHECKS else None
    if why:
        raise RegistryError(why)


def _moved(page: OfficialPage, facts: Mapping[str, Any], _: int | None) -> str | None:
    return "Это и есть действующий адрес." if facts["address"] == page.address else None


def _renamed(page: OfficialPage, facts: Mapping[str, Any], _: int | None) -> str | None:
    return "Страница так и называется." if facts["name"] == page.name else None


def _appointed(page: OfficialPage, _: Mapping[str, Any], person: int | None) -> str | None:
    already = person in {held.person for held in page.keepers}
    return "Этот человек уже отвечает за страницу." if already else None


def _admitted(page: OfficialPage, _: Mapping[str, Any], person: int | None) -> str | None:
    already = person in {held.person for held in page.posting}
    return "У этого человека уже есть доступ." if already else None


def _given(page: OfficialPage, _: Mapping[str, Any], __: int | None) -> str | None:
    return "Отметка и так есть." if page.mark.state == "given" else None


def _lost(page: OfficialPage, _: Mapping[str, Any], __: int | None) -> str | None:
    return "Отметки и так нет." if page.mark.state != "given" else None


def _asked(page: OfficialPage, _: Mapping[str, Any], __: int | None) -> str | None:
    return "Отметка уже есть, просить нечего." if page.mark.state == "given" else None


def _corrected(_: OfficialPage, facts: Mapping[str, Any], __: int | None) -> str | None:
    return "Не указано, что исправить." if set(facts) == {"ground"} else None


def _reopened(page: OfficialPage, _: Mapping[str, Any], __: int | None) -> str | None:
    return None if page.closed else "Страница и так открыта."


def _disconnected(page: OfficialPage, _: Mapping[str, Any], __: int | None) -> str | None:
    return None if page.gospubliki else "Страница и так не подключена к «Госпабликам»."


def _unlinked(page: OfficialPage, _: Mapping[str, Any], __: int | None) -> str | None:
    return None if page.link else "Ссылки на сайте и так нет."


def _reported(page: OfficialPage, facts: Mapping[str, Any], _: int | None) -> str | None:
    waits = any(
        term.entry == facts["entry"] and term.duty == "registry_news" and term.met is None
        for term in page.terms
    )
    return None if waits else f"Запись {facts['entry']} не ждёт сообщения органа."


def _told(page: OfficialPage, facts: Mapping[str, Any], _: int | None) -> str | None:
    fits = set(facts["entries"]) <= set(page.untold)
    return None if fits else "ЦУР об этом уже извещён, или сообщать не о чем."


CHECKS: dict[str, Check] = {
    "move": _moved,
    "rename": _renamed,
    "appoint": _appointed,
    "admit": _admitted,
    "mark_given": _given,
    "mark_asked": _asked,
    "mark_lost": _lost,
    "correct": _corrected,
    "reopen": _reopened,
    "gospubliki_off": _disconnected,
    "unlink": _unlinked,
    "reported": _reported,
    "told": _told,
}
