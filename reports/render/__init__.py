"""A report as a file. Another format is one file here and one line in FORMATS."""

import importlib
import re
from dataclasses import dataclass

from reports.document import Report


@dataclass(frozen=True, slots=True)
class Format:
    """Its name for people, its type on the web, and the module whose `render` makes it."""

    title: str
    media: str
    module: str


FORMATS = {
    "html": Format("веб-страница", "text/html; charset=utf-8", "reports.render.html"),
    "xlsx": Format(
        "таблица Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "reports.render.xlsx",
    ),
    "docx": Format(
        "документ Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "reports.render.docx",
    ),
    "json": Format("JSON", "application/json", "reports.render.json"),
    "csv": Format("CSV для Excel", "text/csv; charset=utf-8", "reports.render.csv"),
}


def render(report: Report, format: str) -> bytes:
    """The file's content; each library is loaded only when its format is asked for."""
    made: bytes = importlib.import_module(FORMATS[format].module).render(report)
    return made


def file_name(report: Report, format: str, mark: str = "") -> str:
    """weekly-2026-11-09-2026-11-15.xlsx: sorts by time, safe on every system.

    `mark` tells apart what is made several times a day.
    """
    days = dict.fromkeys((report.since.isoformat(), report.until.isoformat()))
    body = "_".join(re.findall(r"\w+", report.body))[:60]
    return f"{'-'.join(filter(None, (report.name, body, *days, mark)))}.{format}"
