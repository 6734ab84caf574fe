"""Words and cells for actions."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from commands import screen
from words import ACTION as ACT
from words import NETWORK, OUTBOX

if TYPE_CHECKING:
    from moderation.overview import Row

STATE = OUTBOX | {
    "by_hand": "ЗА ЧЕЛОВЕКОМ",  # what must not be overlooked
    "intended": "задумано",
    "called": "сеть согласилась",
    "recovered": "подхвачено после сбоя",
    "acted": "удалено",
    "noted": "только отмечено",
}
KIND = {
    "decision": "решение",
    "action": "действие",
    "pause": "остановка",
    "automatic": "автоматика",
}


def line(row: "Row", zone: ZoneInfo) -> str:
    """An action in a line: what, where it stands, why, by when a person."""
    due = row.entry.due_at
    until = f" до {due.astimezone(zone):%d.%m %H:%M}" if due else ""
    reason = row.last.details.get("reason", "")
    told = f" — {screen.harmless(reason, 120)}" if reason else ""
    network = NETWORK.get(row.page.network, row.page.network)
    text = screen.harmless(row.comment.text, 50).replace("\n", " ")
    act, state = ACT[row.action.act], STATE[row.entry.state]
    return f"{row.action.id:>6}  {state}{until}  {network}  {act}  «{text}»{told}"


def safe_cell(value: object) -> str:
    """A cell that a spreadsheet takes for text: nobody's comment becomes a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
