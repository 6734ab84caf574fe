"""What the codes of the registry are called on screens."""

from collections.abc import Mapping
from typing import Any

NETWORK = {
    "vk": "ВКонтакте",
    "ok": "Одноклассники",
    "telegram": "Телеграм",
    "max": "МАКС",
}
KIND = {
    "administration": "администрация",
    "head": "глава",
    "subordinate": "подведомственная организация",
}
ACT = {
    "open": "страница создана",
    "move": "сменился адрес",
    "rename": "сменилось название",
    "correct": "исправление",
    "appoint": "назначен ответственный",
    "dismiss": "больше не отвечает",
    "admit": "дан доступ",
    "bar": "доступ снят",
    "two_factor": "двухфакторный вход подтверждён",
    "credentials": "где хранятся данные для доступа",
    "mark_given": "отметка получена",
    "mark_asked": "отметка запрошена",
    "mark_lost": "отметка утрачена",
    "gospubliki_on": "подключена к «Госпабликам»",
    "gospubliki_off": "отключена от «Госпабликов»",
    "link": "ссылка на сайте органа",
    "unlink": "ссылка с сайта убрана",
    "email": "служебная почта",
    "subscribe": "подписка",
    "unsubscribe": "подписка снята",
    "reported": "орган сообщил",
    "told": "ЦУР извещён",
    "note": "примечание",
    "close": "страница закрыта",
    "reopen": "страница снова открыта",
    "order": "реестр утверждён",
    "exempt": "орган освобождён от ведения страницы",
    "bind": "орган снова обязан вести страницу",
    "news": "сообщение органа",
    "entered": "сообщение внесено",
}
MARK = {
    "none": "нет",
    "asked": "запрошена",
    "given": "есть",
    "lost": "утрачена",
}
SUBSCRIPTION = {"head": "страница главы", "administration": "страница администрации"}
TERM = {
    "registry_news": "сообщить о странице",
    "registry_entry": "внести в реестр",
    "site_link": "ссылка на сайте",
}
_INNER = ("imported", "ref")
TERM_STATE = {"open": "идёт", "kept": "соблюдён", "broken": "нарушен"}
FORCE = {"must": "обязательно", "recommended": "рекомендовано", "desirable": "желательно"}


def said(facts: Mapping[str, Any]) -> str:
    """What an entry says, in words; what only the program needs stays out."""
    return ", ".join(_said(name, value) for name, value in facts.items() if name not in _INNER)


def _said(name: str, value: Any) -> str:
    if name == "network":
        return network_name(value)
    if name == "entries":
        return "записи " + ", ".join(map(str, value))
    return {"kind": KIND, "to": SUBSCRIPTION}.get(name, {}).get(value, str(value))


def network_name(code: str) -> str:
    """The network's name on screens; one we do not know is called by its code."""
    return NETWORK.get(code, code)
