"""The screen's words for our codes."""

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
NETWORK = {"vk": "ВК", "ok": "ОК", "telegram": "ТГ", "replay": "запись"}
DECISION = {
    "delete": "удалить",
    "delete_and_ban": "удалить и в чёрный список",
    "keep": "оставить",
    "incident": "передать в инциденты",
    "escalate": "передать главе",
    "skip": "пропущена",
}
MOST = 1000
SHORTEST_NAME = 4


def plural(number: int, one: str, few: str, many: str) -> str:
    """The Russian form after a number: 1 карточка, 2 карточки, 5 карточек."""
    tens, ones = number % 100, number % 10
    if ones == 1 and tens != 11:
        return one
    if ones in (2, 3, 4) and tens not in (12, 13, 14):
        return few
    return many


def named(topic: str) -> str:
    """A name of the list of topics, which writes in capitals, as people write; «ЖКХ» stays."""
    return topic if len(topic) <= SHORTEST_NAME else topic.capitalize()


def some(number: int) -> str:
    """A count; beyond MOST nobody counts on."""
    return f"больше {MOST}" if number > MOST else str(number)
