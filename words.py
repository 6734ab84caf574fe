"""What our codes are called on screens and in reports, and how Russian counts."""

import re
from functools import lru_cache

CATEGORY = {
    "obscene": "нецензурная лексика",
    "vulgar": "грубая лексика",
    "insult": "оскорбление",
    "threat": "угроза",
    "hate": "вражда",
    "spam": "спам",
    "ad": "реклама",
    "solicitation": "агитация голосовать",
    "personal_data": "личные данные",
    "unreadable": "нечитаемо",
}
GROUND = {  # why a message is deleted: a category, or what only a person can see
    **CATEGORY,
    "harm_intent": "намерение причинить вред",
    "off_topic": "не по теме",
    "unconfirmed": "неподтверждённые сведения",
    "honour": "порочит честь и достоинство",
    "conflict": "разжигает конфликт",
    "law_breach": "нарушает закон",
    "network_rules": "нарушает правила соцсети",
}
NETWORK = {"vk": "ВК", "ok": "ОК", "telegram": "ТГ", "replay": "запись"}
DECISION = {
    "delete": "удалить",
    "delete_and_ban": "удалить и в чёрный список",
    "keep": "оставить",
    "incident": "передать в инциденты",
    "escalate": "передать главе",
    "skip": "пропущена",
    "undo": "решение отменено",
}
ACTION = {
    "delete": "удалить",
    "restore": "вернуть",
    "ban": "в чёрный список",
    "unban": "из чёрного списка",
    "answer": "ответить",
    "preserve": "сообщить главе",
}
OUTBOX = {
    "waiting": "ждёт",
    "calling": "выполняется",
    "done": "сделано",
    "by_hand": "за человеком",
    "failed": "не удалось",
    "stopped": "остановлено",
    "undone": "отменено",
}
# Of the federal list of topics, which is written in capitals.
_ABBREVIATIONS = frozenset(
    {"QR", "БОМЖ", "ВОВ", "ВПР", "ВУЗ", "ДОУ", "ДТП", "ЕГЭ", "ЖБО", "ЖКУ", "ЖКХ", "КМНС", "ЛЭП",
     "МАФ", "МКД", "МСЭ", "МФЦ", "ОВЗ", "ОГЭ", "СВО", "СОШ", "ССУЗ", "ТКО", "ЦУР", "ЧАЭС", "ЧС"}
)  # fmt: skip
_WORD = re.compile(r"\w+")
MOST = 1000


def plural(number: int, one: str, few: str, many: str) -> str:
    """The Russian form after a number: 1 карточка, 2 карточки, 5 карточек."""
    tens, ones = number % 100, number % 10
    if ones == 1 and tens != 11:
        return one
    if ones in (2, 3, 4) and tens not in (12, 13, 14):
        return few
    return many


@lru_cache(maxsize=1024)  # all topics there are, of a hundred thousand messages
def readable(name: str) -> str:
    """A name in capitals as a phrase: «НЕКАЧЕСТВЕННЫЙ РЕМОНТ МКД» → «Некачественный ремонт МКД»."""
    if not name.isupper():
        return name
    phrase = _WORD.sub(lambda word: _lowered(word[0]), name)
    return phrase[:1].upper() + phrase[1:]


def _lowered(word: str) -> str:
    return word if word in _ABBREVIATIONS else word.lower()


def some(number: int) -> str:
    """A count; beyond MOST nobody counts on."""
    return f"больше {MOST}" if number > MOST else str(number)
