"""The report for programs: stable keys, raw values, ISO dates; what is not known is null."""

import json
from datetime import date, datetime
from typing import Any

from reports.document import Chart, Report, Section, Table


def render(report: Report) -> bytes:
    """UTF-8, indented; `version` grows when a key changes its meaning or goes."""
    found = {
        "version": 1,
        "report": report.name,
        "title": report.title,
        "municipality": report.municipality,
        "body": report.body or None,
        "since": report.since,
        "until": report.until,
        "made_at": report.made_at,
        "addressees": report.addressees,
        "summary": report.summary,
        "sections": [_section(section) for section in report.sections],
    }
    text = json.dumps(found, ensure_ascii=False, indent=1, default=_iso)
    return (text + "\n").encode(errors="replace")  # a lone surrogate has no UTF-8


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "text": section.text,
        "tables": [_table(table) for table in section.tables],
        "charts": [_chart(chart) for chart in section.charts],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "note": table.note,
        "columns": [{"title": column.title, "kind": column.kind} for column in table.columns],
        "rows": table.rows,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    axes = {"x": chart.x, "y": chart.y, "series": chart.series or None}
    return {"title": chart.title, "kind": chart.kind, **axes, "table": _table(chart.table)}


def _iso(value: Any) -> str:
    if not isinstance(value, date | datetime):
        raise TypeError(f"no JSON for {type(value).__name__}")
    return value.isoformat()
