"""A document ready to sign: letterhead, addressees, tables, charts, a line for the signature.

The only file that writes with python-docx. Typeset as Russian offices do (GOST R 7.0.97-2016):
Times New Roman, margins 30/10/20/20 mm, page numbers above, the first page without one.
"""

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from reports import charts
from reports.crossed import parts
from reports.document import Report, Section
from reports.render.docx_table import least_width, write_table
from reports.shown import NO_DATA, clean
from reports.wording import days

FONT = "Times New Roman"
BODY, SMALL = Pt(13), Pt(11)
PAGE = (Mm(210), Mm(297))
LEFT, RIGHT, TOP, BOTTOM = Mm(30), Mm(10), Mm(20), Mm(20)
TALLEST = Mm(190)  # picture
ACROSS = PAGE[0] - LEFT - RIGHT
ADDRESSEES = Mm(95)  # from the left margin
SIGNATURE = "Составил: ______________________   ____________ / ____________________ /"
DATE = "«____» ______________ 20____ г."


def render(report: Report) -> bytes:
    """The document's bytes."""
    document = docx.Document()
    _set_up(document, report)
    _head(document, report)
    for section in report.sections:
        _section(document, section, report)
    _sign(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Document, report: Report) -> None:
    document.core_properties.title = clean(report.title)[:255]
    document.core_properties.author = clean(report.municipality)[:255]
    document.core_properties.created = report.made_at
    for name in ("Normal", "Heading 1", "Heading 2", "Header"):
        font = document.styles[name].font
        font.name, font.size = FONT, BODY
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for of in ("w:eastAsia", "w:hAnsi", "w:cs", "w:ascii"):
            fonts.set(qn(of), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].font.bold = True
        document.styles[name].font.color.rgb = None
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    tables = (table for section in report.sections for _, table in parts(section) if table)
    _page(document, any(least_width(table, report) > ACROSS for table in tables))


def _page(document: Document, turned: bool) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = reversed(PAGE) if turned else PAGE
    page.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = (
        LEFT, RIGHT, TOP, BOTTOM,
    )  # fmt: skip
    page.different_first_page_header_footer = True
    number = page.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)


def _head(document: Document, report: Report) -> None:
    for line in filter(None, (report.municipality, report.body)):
        _line(document, line, centred=True, bold=True)
    for one in report.addressees:
        _line(document, one).paragraph_format.left_indent = ADDRESSEES
    title = _line(document, report.title.upper(), centred=True, bold=True)
    title.paragraph_format.space_before = Pt(18)
    _line(document, f"за {days(report)}", centred=True)
    _line(document, report.summary).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _section(document: Document, section: Section, report: Report) -> None:
    document.add_heading(clean(section.title), 1)
    if section.text:
        _line(document, section.text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for chart, table in parts(section):
        title = chart.title if chart else table.title if table else ""
        if title and title != section.title:
            document.add_heading(clean(title), 2)
        drawn = charts.png(chart) if chart else None
        if drawn:
            document.add_picture(BytesIO(drawn), width=_fitting(document, drawn))
            document.paragraphs[-1].paragraph_format.keep_with_next = table is not None
        elif chart or (table and not table.rows):
            _line(document, NO_DATA)
        if table and table.rows and (drawn or not chart):
            write_table(document, table, report, _across(document))
            _note(document, table.note)


def _fitting(document: Document, drawn: bytes) -> Length:
    """As wide as the text, unless it would leave no room on its page for a heading."""
    width, height = charts.size(drawn)
    return Length(min(_across(document), ACROSS, TALLEST * width // height))


def _across(document: Document) -> int:
    page = document.sections[0]
    return (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)


def _note(document: Document, note: str) -> None:
    below = document.add_paragraph()
    below.add_run(clean(note)).font.size = SMALL


def _sign(document: Document) -> None:
    for text in (SIGNATURE, DATE):
        line = _line(document, text)
        line.paragraph_format.space_before = Pt(18)
        line.paragraph_format.keep_with_next = text is SIGNATURE


def _line(document: Document, text: str, centred: bool = False, bold: bool = False) -> Paragraph:
    line = document.add_paragraph()
    line.add_run(clean(text)).bold = bold
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return line
