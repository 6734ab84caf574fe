"""What people see on a terminal: hostile text made harmless, tables, progress."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from models import PageRef, PageTally, PassTally
from models.text import printable
from words import NETWORK

WIDE = 110  # columns, where the output is no terminal


def harmless(text: str, limit: int | None = None) -> str:
    """Without control, direction and private characters, which can repaint a terminal."""
    shown = text if limit is None or len(text) <= limit else text[: limit - 1] + "…"
    return printable(shown)


def console(stderr: bool = False) -> Console:
    """A console that takes no markup from the text it prints."""
    width = None if (sys.stderr if stderr else sys.stdout).isatty() else WIDE
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, width=width)


@contextmanager
def progress(total: int, what: str) -> Iterator[Any]:
    """A function that moves the bar by one, on a terminal; elsewhere one that does nothing."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console(stderr=True)) as bars:
        task = bars.add_task(what, total=total or None)
        yield lambda *_: bars.advance(task)


def summary(tally: PassTally, names: Mapping[PageRef, str]) -> Table:
    """What the pass did, a row a page and a last row for all."""
    table = Table(box=box.SIMPLE, show_footer=True)
    counts = {
        "новых": "new",
        "изменено": "edited",
        "удалено": "deleted",
        "с метками": "flagged",
        "ждут ответа": "matters",
    }
    table.add_column("страница", footer="всего", min_width=28)
    for title, name in counts.items():
        table.add_column(title, footer=str(tally.total(name)), justify="right")
    table.add_column("секунд", footer=f"{tally.seconds:.1f}", justify="right")
    table.add_column("состояние", footer=_outcome(tally), overflow="fold")
    for page in tally.pages.values():
        numbers = (str(getattr(page, name)) for name in counts.values())
        name = names.get(page.page) or page.page.external_id
        network = NETWORK.get(page.page.network, page.page.network)
        table.add_row(
            harmless(f"{network} · {name}"), *numbers, f"{page.seconds:.1f}", _state(page)
        )
    return table


def _outcome(tally: PassTally) -> str:
    return f"не прочитано страниц: {tally.failed}" if tally.failed else ""


def _state(page: PageTally) -> str:
    if page.fault:
        return harmless(f"НЕ ПРОЧИТАНА: {page.fault}")
    return harmless("; ".join(page.gaps)) or "прочитана"
