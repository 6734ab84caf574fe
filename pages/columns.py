"""The registry as a table: its columns, how they are called, what stands in a cell.

Where a page has several persons or former addresses, each is a line of the cell, and the cells that
belong together have as many lines.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pages.refusal import RegistryError

COLUMNS = {  # field: what it is called; the first is written, all are read
    "number": ("Номер", "№", "№ п/п"),
    "body": ("Орган", "Организация", "Наименование органа", "Наименование организации"),
    "kind": ("Чья страница", "Вид"),
    "network": ("Соцсеть", "Социальная сеть"),
    "name": ("Название страницы", "Название", "Наименование страницы"),
    "address": ("Адрес", "Адрес страницы", "Действующий адрес", "Ссылка", "Ссылка на страницу"),
    "created": ("Дата создания", "Создана"),
    "former": ("Прежние адреса", "Прежний адрес"),
    "former_until": ("Даты смены адреса", "Дата смены адреса", "Дата изменения адреса"),
    "keeper": ("Ответственный", "Ответственные", "ФИО ответственного", "Ответственное лицо"),
    "keeper_post": ("Должность", "Должность ответственного"),
    "keeper_phone": ("Телефон", "Телефон ответственного"),
    "keeper_email": ("Почта ответственного", "Эл. почта ответственного"),
    "keeper_since": ("Отвечает с", "Ответственный с"),
    "keeper_until": ("Отвечал до", "Ответственный до"),
    "access": ("Доступ", "Доступ имеют"),
    "access_post": ("Должность имеющего доступ",),
    "access_since": ("Доступ с",),
    "access_until": ("Доступ до",),
    "two_factor": ("Двухфакторный вход подтверждён", "Двухфакторная аутентификация"),
    "confirmed_by": ("Кто подтвердил",),
    "credentials": ("Где хранятся данные для доступа",),
    "mark": ("Отметка", "Официальная отметка"),
    "mark_since": ("Отметка с",),
    "gospubliki": ("Госпаблики с", "Подключена к Госпабликам"),
    "link": ("Ссылка на сайте", "Ссылка на сайте органа"),
    "link_since": ("Ссылка на сайте с",),
    "email": ("Служебная почта",),
    "subscribed": ("Подписки",),
    "ref": ("Страница конфигурации",),
    "note": ("Примечание", "Примечания"),
    "closed": ("Закрыта",),
    "closed_ground": ("Почему закрыта",),
}
HEADING = tuple(names[0] for names in COLUMNS.values())
NEEDED = ("body", "address", "created")
_FIELDS = {name.casefold(): field for field, names in COLUMNS.items() for name in names}
_SHAPES = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%Y-%m-%d %H:%M:%S")
Row = dict[str, str]


def fields_of(heading: Sequence[str]) -> tuple[list[str], list[str]]:
    """The field of each column, "" where we know none, and the names we do not know.

    Raises RegistryError where a column that every row needs is missing or one stands twice.
    """
    names = [" ".join(name.split()) for name in heading]
    fields = [_FIELDS.get(name.casefold(), "") for name in names]
    missing = [COLUMNS[field][0] for field in NEEDED if field not in fields]
    if missing:
        there = ", ".join(filter(None, names[:8])) or "пусто"
        raise RegistryError(f"нет столбцов: {', '.join(missing)}. В первой строке: {there}")
    twice = [names[at] for at, field in enumerate(fields) if field and fields.count(field) > 1]
    if twice:
        raise RegistryError(f"столбцы значат одно и то же: {', '.join(twice)}")
    return fields, [name for name, field in zip(names, fields, strict=True) if name and not field]


def cell(value: Any) -> str:
    """A cell as text; a date as 30.04.2026."""
    if value is None:
        return ""
    if isinstance(value, date):  # a datetime is one too
        return f"{value:%d.%m.%Y}"
    # An empty first line counts: it keeps the lines of neighbouring cells side by side.
    text = "\n".join(line.strip() for line in str(value).split("\n"))
    return text if text.strip() else ""


def day(text: str, field: str) -> date | None:
    """The date in a cell; None where it is empty. Raises RegistryError."""
    for shape in _SHAPES if text else ():
        try:
            return datetime.strptime(text, shape).date()
        except ValueError:
            continue
    if text:
        raise RegistryError(f"«{COLUMNS[field][0]}»: {text[:30]} — нужна дата вида 30.04.2026")
    return None


def lines(row: Row, *fields: str) -> list[tuple[str, ...]]:
    """The lines of cells that belong together; the first field says how many there are.

    Raises RegistryError where another has more.
    """
    columns = [[line.strip() for line in row.get(field, "").split("\n")] for field in fields]
    count = len(columns[0]) if any(columns[0]) else 0
    for field, column in zip(fields, columns, strict=True):
        if len(column) > max(count, 1) or (any(column) and not count):
            name, first = COLUMNS[field][0], COLUMNS[fields[0]][0]
            raise RegistryError(f"«{name}»: строк больше, чем в «{first}»")
    padded = ([*column, *[""] * count][:count] for column in columns)
    return [line for line in zip(*padded, strict=True) if line[0]]
