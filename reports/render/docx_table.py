"""One table of a document: columns as wide as their words need, heads on every page."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table as DocTable
from docx.table import _Cell, _Row

from reports.document import Report, Table
from reports.shown import clean, is_number, lines, total

TIGHT = 8  # columns from which type and margins are smaller
TOGETHER = 14  # rows that stay on one page
WIDEST, LONGEST_WORD = 45, 16  # characters a column wants at most; a longer word is broken


def write_table(document: Document, table: Table, report: Report, across: int) -> None:
    """Add it to the document; `across` is the width of the text."""
    found = document.add_table(0, len(table.columns), style="Table Grid")
    found.alignment = WD_TABLE_ALIGNMENT.CENTER
    found.autofit = False
    _margins(found, 40 if _is_tight(table) else 85)
    heads, rows, sums = _texts(table, report)
    widths = _widths(table, report, across)
    for column, width in zip(found.columns, widths, strict=True):
        column.width = width
    _mark(_row(found, heads, table, widths, bold=True), "w:tblHeader")
    for texts in rows:
        _row(found, texts, table, widths)
    if sums:
        _row(found, sums, table, widths, bold=True)
    if len(rows) <= TOGETHER:
        for row in found.rows[:-1]:
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True


def least_width(table: Table, report: Report) -> int:
    """Below this, words would be broken."""
    return sum(least for least, _ in _wanted(table, report))


def _texts(table: Table, report: Report) -> tuple[list[str], list[list[str]], list[str] | None]:
    heads = [clean(column.title) for column in table.columns]
    return heads, list(lines(table, report)), total(table)


def _widths(table: Table, report: Report, across: int) -> list[Length]:
    """What each column wants; where that is too much, its longest word and a share of the rest."""
    wanted = _wanted(table, report)
    if sum(most for _, most in wanted) <= across:
        return [Length(most) for _, most in wanted]
    least = sum(least for least, _ in wanted)
    share = (across - least) / max(1, sum(most - least for least, most in wanted))
    return [Length(int(low + share * (most - low))) for low, most in wanted]


def _wanted(table: Table, report: Report) -> list[tuple[int, int]]:
    """Of each column the width of its longest word and of its longest line."""
    heads, rows, sums = _texts(table, report)
    letter, margin = (Mm(1.55), Mm(2)) if _is_tight(table) else (Mm(1.85), Mm(4))
    found = []
    broad = [head + "М" for head in heads]  # bold letters are wider
    for cells in zip(broad, *rows, *([sums] if sums else []), strict=True):
        word = max((len(word) for cell in cells for word in cell.split(" ")), default=1)
        line = max((len(line) for cell in cells for line in cell.split("\n")), default=1)
        least, most = min(word, LONGEST_WORD), min(line, WIDEST)
        found.append((least * letter + margin, max(least, most) * letter + margin))
    return found


def _is_tight(table: Table) -> bool:
    return len(table.columns) >= TIGHT


def _row(
    found: DocTable, texts: Sequence[str], table: Table, widths: list[Length], bold: bool = False
) -> _Row:
    row: _Row = found.add_row()  # type: ignore[no-untyped-call]
    _mark(row, "w:cantSplit")
    for cell, text, column, width in zip(row.cells, texts, table.columns, widths, strict=True):
        cell.width = width
        _fill(cell, text, Pt(8) if _is_tight(table) else Pt(10), bold, is_number(column.kind))
    return row


def _fill(cell: _Cell, text: str, size: Pt, bold: bool, number: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size, run.bold = size, bold
    if number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark(row: _Row, name: str) -> None:
    """w:tblHeader repeats the row on every page, w:cantSplit keeps it on one."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _margins(found: DocTable, twips: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    found._tbl.tblPr.append(margins)
