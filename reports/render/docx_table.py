"""One table of a document: columns as wide as their words need, heads on every page."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm
from docx.table import Table as DocTable

from reports.document import Report, Table
from reports.shown import clean, is_number, lines, total

TIGHT = 8  # columns from which type and margins are smaller
USUAL, SMALL = 20, 16  # half points
RIGHT = "<w:jc w:val='right'/>"
TOGETHER = 14  # rows that stay on one page
WIDEST, LONGEST_WORD = 45, 16  # characters a column wants at most; a longer word is broken


def write_table(document: Document, table: Table, report: Report, across: int) -> None:
    """Add it to the document; `across` is the width of the text."""
    widths = _widths(table, report, across)
    found = document.add_table(0, len(table.columns), style="Table Grid")
    found.alignment = WD_TABLE_ALIGNMENT.CENTER
    found.autofit = False
    _margins(found, 40 if _is_tight(table) else 85)
    for column, width in zip(found.columns, widths, strict=True):
        column.width = width
    rows = "".join(_rows(table, report, widths))
    found._tbl.extend(parse_xml(f"<w:tbl {nsdecls('w')}>{rows}</w:tbl>"))


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


def _rows(table: Table, report: Report, widths: list[Length]) -> Iterator[str]:
    """Written as XML at once: through the library's objects a row takes ten times as long."""
    heads, rows, sums = _texts(table, report)
    together = len(rows) <= TOGETHER
    yield _row(table, heads, widths, bold=True, head=True, with_next=together)
    for number, texts in enumerate(rows, 1):
        last = number == len(rows) and not sums
        yield _row(table, texts, widths, with_next=together and not last)
    if sums:
        yield _row(table, sums, widths, bold=True)


def _row(
    table: Table,
    texts: Sequence[str],
    widths: list[Length],
    *,
    bold: bool = False,
    head: bool = False,
    with_next: bool = False,
) -> str:
    """w:tblHeader repeats the row on every page, w:cantSplit and w:keepNext keep rows whole."""
    type_size = SMALL if _is_tight(table) else USUAL
    look = f"<w:rPr>{'<w:b/>' * bold}<w:sz w:val='{type_size}'/></w:rPr>"
    cells = "".join(
        f"<w:tc><w:tcPr><w:tcW w:w='{width.twips}' w:type='dxa'/></w:tcPr><w:p><w:pPr>"
        f"{'<w:keepNext/>' * with_next}<w:spacing w:after='0'/>"
        f"{RIGHT * is_number(column.kind)}</w:pPr><w:r>{look}{_run(text)}</w:r></w:p></w:tc>"
        for text, column, width in zip(texts, table.columns, widths, strict=True)
    )
    kept = f"<w:cantSplit/>{'<w:tblHeader/>' * head}"
    return f"<w:tr><w:trPr>{kept}</w:trPr>{cells}</w:tr>"


def _run(text: str) -> str:
    lines = (f"<w:t xml:space='preserve'>{escape(line)}</w:t>" for line in text.split("\n"))
    return "<w:br/>".join(lines)


def _margins(found: DocTable, twips: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    found._tbl.tblPr.append(margins)
