"""What residents ask for, and what they ask more than before."""

from collections import Counter
from datetime import timedelta
from typing import Any

from reports.contents.facts import Facts
from reports.document import Chart, Column, Section, Table
from reports.figures import growth, matters
from reports.figures.matters import Matter
from reports.wording import NO_TOPIC
from words import readable

GROWTH_RULE = (
    f"Рост отмечен, если просьб не меньше {growth.FEWEST}, а прибавка больше двух стандартных "
    "отклонений случайного разброса: больше 2·√(просьб + до того)."
)
_NAMED, _LINES = 3, 6
_COUNTS = (
    Column("Просьб", "int", total=True),
    Column("До того", "int", total=True),
    Column("Прибавка", "int", total=True),
)
Key = tuple[str, ...]
Rows = tuple[tuple[Any, ...], ...]


def group_of(matter: Matter) -> Key:
    """The group of topics, as a key and as it is read."""
    return (readable(matter.group) or NO_TOPIC,)


def topic_of(matter: Matter) -> Key:
    """Group and topic."""
    return (*group_of(matter), readable(matter.topic) or NO_TOPIC)


def by_group(facts: Facts) -> Section:
    """Groups of topics, the most asked first."""
    columns = (Column("Группа тем"), *_COUNTS)
    now, before = (matters.count(each.asked, group_of) for each in (facts, facts.before))
    table = Table("Группы тем", columns, _rows(now, before))
    chart = Chart("Просьбы по группам тем", "bars", table, "Группа тем", "Просьб")
    return Section("О чём просят", told(facts), charts=(chart,))


def by_topic(facts: Facts, at_most: int | None = None) -> Section:
    """Topics, the most asked first; what certainly grew is said to have grown."""
    columns = (Column("Группа тем"), Column("Тема"), *_COUNTS, Column("Рост"))
    now, before = (matters.count(each.asked, topic_of) for each in (facts, facts.before))
    grown = {each.key for each in growth.grown(now, before)}
    rows = _rows(now, before)
    shown = tuple((*row, "вырос" if row[:2] in grown else "") for row in rows[:at_most])
    return Section("Темы", tables=(Table("Темы", columns, shown, _note(rows[len(shown) :])),))


def _note(left_out: Rows) -> str:
    rest = sum(row[2] for row in left_out)
    return f"В остальных темах ({len(left_out)}) просьб: {rest}. " * bool(left_out) + GROWTH_RULE


def _rows(now: Counter[Key], before: Counter[Key]) -> Rows:
    found = sorted(growth.changes(now, before), key=lambda each: (-each.now, each.key))
    return tuple((*each.key, each.now, each.before, each.more) for each in found)


def told(facts: Facts) -> str:
    """What was asked most, and what grew."""
    if not facts.asked:
        return "Просьб не было."
    most = _asked_most(facts)
    if not most:
        return "Ни у одной просьбы тема не определена."
    grown = [f"«{each.key[1]}» ({each.before} → {each.now})" for each in grown_topics(facts)]
    growing = f"Выросло: {'; '.join(grown[:_NAMED])}." if grown else "Заметного роста тем нет."
    return f"Чаще всего просят: {'; '.join(most)}. {growing}"


def _asked_most(facts: Facts) -> list[str]:
    known = matters.count((matter for matter in facts.asked if matter.topic), topic_of)
    return [f"«{topic}» ({count})" for (_, topic), count in known.most_common(_NAMED)]


def grown_topics(facts: Facts) -> list[growth.Growth]:
    """Topics that certainly grew, the most first."""
    now, before = (matters.count(each.asked, topic_of) for each in (facts, facts.before))
    return [each for each in growth.grown(now, before) if each.key[1] != NO_TOPIC]


def over_time(facts: Facts) -> Section:
    """The most asked groups day by day, quiet days too."""
    columns = (Column("День", "date"), Column("Группа тем"), Column("Просьб", "int", total=True))
    counted = matters.by_day_and_group(facts.asked, facts.period)
    most = matters.count(facts.asked, lambda matter: matter.group).most_common(_LINES)
    days = [facts.period.since + timedelta(days=n) for n in range(facts.period.days)]
    rows = tuple(
        (day, readable(group) or NO_TOPIC, counted[day, group]) for group, _ in most for day in days
    )
    table = Table("Группы тем по дням", columns, rows)
    chart = Chart("Темы во времени", "lines", table, "День", "Просьб", "Группа тем")
    return Section("Темы по дням", charts=(chart,))
