"""Where unusually many wrote at once."""

from reports.contents.facts import Facts
from reports.document import Column, Section, Table
from reports.wording import NO_TOPIC, number
from words import readable

WHOLE_TOWN = "весь муниципалитет"


def listed(facts: Facts) -> Section:
    """Every surge; that there was none is worth a sentence, too."""
    columns = (
        Column("Начало", "moment"),
        Column("Тема"),
        Column("Место"),
        Column("За сколько часов", "int"),
        Column("Авторов", "int"),
        Column("Обычно"),
    )
    rows = tuple(
        (
            surge.since,
            topic_of(surge.topic),
            surge.place or WHOLE_TOWN,
            surge.hours,
            surge.authors,
            f"{surge.expected:.1f}".replace(".", ","),
        )
        for surge in facts.surges
    )
    tables = (Table("Всплески", columns, rows),) if rows else ()
    return Section("Всплески", told(facts), tables)


def told(facts: Facts) -> str:
    """«Всплесков: 1 («Отсутствие воды», Прочноокопская)»."""
    if not facts.surges:
        return "Всплесков не было."
    named = [f"«{topic_of(s.topic)}», {s.place or WHOLE_TOWN}" for s in facts.surges[:3]]
    return f"Всплесков: {number(len(facts.surges))} ({'; '.join(named)})."


def topic_of(topic: str) -> str:
    """The name of «T096 ВЫВОЗ МУСОРА»."""
    return readable(topic.partition(" ")[2]) or NO_TOPIC
