"""What can be entered into the registry: a table of acts, and what each must say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.page_rules import PAGE_KINDS
from pages.address import canonical
from pages.refusal import RegistryError
from pages.secrecy import refuse_secret

LONGEST = 2000
SUBSCRIPTIONS = ("head", "administration")


@dataclass(frozen=True, slots=True)
class Act:
    """What an act must say, what it may; who it is about; whether the act is news to report.

    `person`: "new" where the act brings a person, "held" where it names one of those the page has.
    `afterwards`: it may still be entered of a closed page.
    """

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    person: str = ""
    news: bool = False
    afterwards: bool = False


ACTS = {
    "open": Act(("body", "kind", "network", "address"), ("name", "ref"), news=True),
    "move": Act(("address",), news=True),
    "rename": Act(("name",)),
    "correct": Act(("ground",), ("body", "kind", "name", "ref", "created", "address"),
                   afterwards=True),
    "appoint": Act(person="new", news=True),
    "dismiss": Act(person="held", news=True, afterwards=True),
    "admit": Act(person="new"),
    "bar": Act(person="held", afterwards=True),
    "two_factor": Act((), ("how",), person="new"),
    "credentials": Act(("place",)),
    "mark_given": Act((), ("ground",)),
    "mark_asked": Act((), ("ground",)),
    "mark_lost": Act(("ground",)),
    "gospubliki_on": Act(),
    "gospubliki_off": Act(("ground",)),
    "link": Act(("url",)),
    "unlink": Act(("ground",)),
    "email": Act(("email",)),
    "subscribe": Act(("to",)),
    "unsubscribe": Act(("to",)),
    "reported": Act(("entry",), afterwards=True),
    "told": Act(("entries",), afterwards=True),
    "note": Act(("text",), afterwards=True),
    "close": Act(("ground",)),
    "reopen": Act(("ground",), afterwards=True),
}  # fmt: skip
WHOLE_ACTS = {
    "order": Act(("order",)),
    "exempt": Act(("body", "ground")),
    "bind": Act(("body", "ground")),
    "news": Act(("text", "body"), ("kind", "page")),
    "entered": Act(("news", "page", "entry")),
}


def facts_of(act: str, given: Mapping[str, Any], network: str = "") -> dict[str, Any]:
    """What the act says, complete, clean and without secrets. Raises RegistryError.

    `network` is that of the page, for its address.
    """
    rule = (ACTS | WHOLE_ACTS).get(act)
    if rule is None:
        raise RegistryError(f"такой записи нет: {act[:30]}")
    facts = {name: _clean(name, value) for name, value in given.items() if value not in (None, "")}
    _refuse_unfit(rule, facts)
    for name in ("address",) if "address" in facts else ():
        facts[name] = canonical(facts.get("network", network), facts[name])
    return facts


def _refuse_unfit(rule: Act, facts: Mapping[str, Any]) -> None:
    missing = [FACT[name] for name in rule.needs if name not in facts]
    if missing:
        raise RegistryError(f"не указано: {', '.join(missing)}")
    strange = [name for name in facts if name not in rule.needs + rule.may]
    if strange:
        raise RegistryError(f"лишнее: {', '.join(FACT.get(name, name) for name in strange)}")


def _clean(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if len(text) > LONGEST or "\0" in text or not text:
        raise RegistryError(f"{FACT.get(name, name)}: нужен текст не длиннее {LONGEST} знаков")
    refuse_secret(text, strict=name == "place")
    return CHECKS.get(name, _as_is)(text)


def _as_is(text: str) -> str:
    return text


def _kind(text: str) -> str:
    if text not in PAGE_KINDS:
        raise RegistryError(f"чья страница: {text}? Нужно одно из: {', '.join(PAGE_KINDS)}")
    return text


def _email(text: str) -> str:
    name, _, host = text.partition("@")
    if not name or "." not in host or " " in text:
        raise RegistryError(f"служебная почта «{text[:80]}»: нужен адрес вида page@example.ru")
    return text


def _url(text: str) -> str:
    if not text.startswith(("https://", "http://")) or " " in text:
        raise RegistryError(f"ссылка «{text[:80]}»: нужен адрес вида https://example.ru/kontakty")
    return text


def _to(text: str) -> str:
    if text not in SUBSCRIPTIONS:
        raise RegistryError(f"на чью страницу: {text}? Нужно одно из: {', '.join(SUBSCRIPTIONS)}")
    return text


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise RegistryError(f"дата создания «{text[:30]}»: нужно 2026-04-30") from None


CHECKS = {"kind": _kind, "email": _email, "url": _url, "to": _to, "created": _date}
FACT = {
    "body": "орган",
    "kind": "чья страница",
    "network": "соцсеть",
    "address": "адрес",
    "name": "название",
    "ref": "страница конфигурации",
    "ground": "основание",
    "created": "дата создания",
    "place": "где хранятся данные для доступа",
    "how": "способ",
    "url": "ссылка",
    "email": "служебная почта",
    "to": "на чью страницу",
    "entry": "запись",
    "entries": "записи",
    "text": "текст",
    "order": "распоряжение",
    "page": "номер страницы",
    "news": "номер сообщения",
}
