"""Visits by QR code: entered by hand, or counted from the file of a service that counts them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import PageVisits
from pages.weeks import Week

COLUMNS = {  # a column of the file, and how else it may be called
    "page": ("page", "страница"),
    "week": ("week", "неделя"),
    "devices": ("devices", "устройств", "посещений", "visits"),
    "time": ("time", "время", "дата", "date"),
    "device": ("device", "устройство"),
}
TOTALS, EVENTS = ("page", "week", "devices"), ("page", "time", "device")
WANTED = "нужны столбцы «страница; неделя; устройств» или «страница; время; устройство»"
_SHORT = "%d.%m.%Y %H:%M"


@dataclass(slots=True)
class Imported:
    """What a file says: devices by page and week; lines that make no sense, with the reason."""

    weeks: dict[tuple[int, Week], int] = field(default_factory=dict)
    bad: list[tuple[int, str]] = field(default_factory=list)


def enter(
    session: Session,
    page: int,
    week: Week,
    devices: int,
    by: str,
    now: datetime,
    source: str = "",
) -> bool:
    """Say how many devices came in that week; False where that is what was said last.

    Raises ValueError in Russian.
    """
    if not 0 <= devices < 10_000_000:
        raise ValueError(f"посещений {devices}: нужно число от нуля")
    if not by.strip():
        raise ValueError("не указано, кто вносит")
    if visits(session, week).get(page) == devices:
        return False
    session.add(PageVisits(page, week.monday, devices, by.strip(), source, now))
    return True


def visits(session: Session, week: Week) -> dict[int, int]:
    """Devices of that week by page; the last entry counts."""
    rows = session.execute(
        select(PageVisits.page_id, PageVisits.devices)
        .where(PageVisits.week == week.monday)
        .order_by(PageVisits.id)
    )
    return {row.page_id: row.devices for row in rows}


def read(lines: Iterable[str], pages: Mapping[str, int], zone: ZoneInfo) -> Imported:
    """A CSV of totals or of single visits; `pages` are ids by `network:id` and by name.

    Of single visits a device counts once a week; a file must hold whole weeks, for devices are
    not kept. Raises ValueError where the columns do not fit.
    """
    text = [line.rstrip("\r\n") for line in lines]
    header = text[0].lstrip("\ufeff") if text else ""
    delimiter = max(";,\t", key=header.count)
    rows = csv.DictReader([header, *text[1:]], delimiter=delimiter)
    names = _names(rows.fieldnames or ())
    found = Imported()
    devices: dict[tuple[int, Week], set[str]] = {}
    for number, row in enumerate(rows, 2):
        try:
            given = {name: (row.get(column) or "").strip() for name, column in names.items()}
            page = _page(given["page"], pages)
            if "device" in names:
                key = page, Week.of(_moment(given["time"], zone), zone)
                devices.setdefault(key, set()).add(_told(given["device"], "устройство"))
            else:
                found.weeks[page, Week.named(given["week"])] = _number(given["devices"])
        except ValueError as error:
            found.bad.append((number, str(error)))
    found.weeks |= {key: len(known) for key, known in devices.items()}
    return found


def _names(columns: Sequence[str]) -> dict[str, str]:
    """Which column of the file holds what."""
    written = {column.strip().casefold(): column for column in columns if column}
    names = {
        name: written[word] for name, words in COLUMNS.items() for word in words if word in written
    }
    for wanted in (EVENTS, TOTALS):
        if set(wanted) <= names.keys():
            return {name: names[name] for name in wanted}
    raise ValueError(f"столбцы файла: {', '.join(columns) or 'нет'}; {WANTED}")


def _page(name: str, pages: Mapping[str, int]) -> int:
    if name not in pages:
        raise ValueError(f"страницы «{name[:80]}» нет в конфигурации: нужно сеть:номер")
    return pages[name]


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = datetime.strptime(text, _SHORT)
        except ValueError:
            raise ValueError(f"время «{text[:40]}»: нужно 2026-11-18 10:15") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _told(text: str, what: str) -> str:
    if not text:
        raise ValueError(f"не указано: {what}")
    return text


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 7:
        raise ValueError(f"устройств «{text[:20]}»: нужно целое число")
    return int(text)
