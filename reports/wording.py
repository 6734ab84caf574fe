"""Numbers, dates and durations in Russian sentences."""

from datetime import date

from reports.document import Period, Report
from words import plural

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
NO_TOPIC, NO_PLACE, NO_BODY = "тема не определена", "место не названо", "никому не направлено"
_NARROW = "\u00a0"  # a space that does not break a number in two


def number(value: int) -> str:
    """1 234 567: four figures stand together, as Russian typography wants."""
    return str(value) if abs(value) < 10_000 else f"{value:,}".replace(",", _NARROW)


def so_many(value: int, one: str, few: str, many: str) -> str:
    """«21 сообщение», «1 234 сообщения»."""
    return f"{number(value)} {plural(value, one, few, many)}"


def percent(share: float) -> str:
    """«93 %»; never rounded up to all or down to nothing."""
    rounded = round(share * 100)
    if share < 1:
        rounded = min(rounded, 99)
    return f"{max(rounded, 1) if share > 0 else 0} %"


def duration(minutes: int) -> str:
    """«2 ч 10 мин» of working time."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{number(hours)} ч"] * bool(hours) + [f"{rest} мин"] * bool(rest or not hours)
    return " ".join(parts)


def days(period: Period | Report) -> str:
    """«23 ноября 2026 года», «1–30 ноября 2026 года», «28 декабря 2026 – 3 января 2027 года»."""
    since, until = period.since, period.until
    if since == until:
        return f"{_day(since)} {since.year} года"
    if (since.year, since.month) == (until.year, until.month):
        return f"{since.day}–{_day(until)} {until.year} года"
    year = "" if since.year == until.year else f" {since.year}"
    return f"{_day(since)}{year} – {_day(until)} {until.year} года"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
