"""The registry as everybody may see it (rubtsovsk 3.6, lesozavodsk 1.3): pages without persons.

What is public is spelled out field by field; nothing else of the registry gets here.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from io import StringIO
from typing import Any

from pages.official import OfficialPage
from pages.whole import Registry
from pages.words import network_name

HEADINGS = ("Орган", "Соцсеть", "Название", "Адрес", "Создана", "Отметка", "Прежние адреса")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HTML = """<!doctype html>
<html lang="ru"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; background: #fff }}
.scroll {{ overflow-x: auto }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .5rem .75rem;
  border-bottom: 1px solid #ccc; overflow-wrap: anywhere }}
th {{ background: #f2f4f7 }}
a {{ color: #0b57a4 }}
</style></head>
<body><main>
<h1>{title}</h1>
<p>{approved}Обновлено {updated}.</p>
<div class="scroll"><table>
<thead><tr>{heading}</tr></thead>
<tbody>
{rows}
</tbody></table></div>
{exempt}
</main></body></html>
"""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page for everybody. `former`: earlier addresses with the days they were left."""

    body: str
    network: str
    name: str
    address: str
    created: date
    mark: bool
    former: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class PublicRegistry:
    """The registry for everybody. `exempt`: bodies without pages, each with the ground."""

    town: str
    order: str
    updated: date
    pages: tuple[PublicPage, ...]
    exempt: tuple[tuple[str, str], ...]


def public(
    town: str, whole: Registry, pages: Iterable[OfficialPage], updated: date
) -> PublicRegistry:
    """What everybody may see: open pages, in the order they are given."""
    order = f"{whole.order.text} от {whole.order.since:%d.%m.%Y}" if whole.order else ""
    exempt = ((body, ground.text) for body, ground in sorted(whole.exempt.items()))
    shown = (_shown(page) for page in pages if not page.closed)
    return PublicRegistry(town, order, updated, tuple(shown), tuple(exempt))


def _shown(page: OfficialPage) -> PublicPage:
    return PublicPage(
        page.body,
        page.network,
        page.name,
        page.address,
        page.created,
        page.mark.state == "given",
        tuple((former.address, former.until) for former in page.former),
    )


def as_json(registry: PublicRegistry) -> str:
    """One JSON object, dates as 2026-04-30."""
    return json.dumps(_plain(registry), ensure_ascii=False, indent=1) + "\n"


def as_csv(registry: PublicRegistry) -> str:
    """A table with a heading, comma-separated."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([_harmless(cell) for cell in _cells(page)] for page in registry.pages)
    return out.getvalue()


def as_html(registry: PublicRegistry) -> str:
    """A page that needs nothing else: no script, no font, no picture from elsewhere."""
    title = f"Официальные страницы в соцсетях: {registry.town}"
    approved = f"Утверждён: {registry.order}. " if registry.order else ""
    return _HTML.format(
        title=escape(title),
        approved=escape(approved),
        updated=f"{registry.updated:%d.%m.%Y}",
        heading="".join(f'<th scope="col">{escape(name)}</th>' for name in HEADINGS),
        rows="\n".join(map(_row, registry.pages)),
        exempt=_exempt(registry.exempt),
    )


def _row(page: PublicPage) -> str:
    cells = [escape(cell) for cell in _cells(page)]
    cells[3] = f'<a href="{escape(page.address)}" rel="noopener">{escape(page.address)}</a>'
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _cells(page: PublicPage) -> Sequence[str]:
    former = "; ".join(f"{address} (до {until:%d.%m.%Y})" for address, until in page.former)
    return [
        page.body,
        network_name(page.network),
        page.name,
        page.address,
        f"{page.created:%d.%m.%Y}",
        "есть" if page.mark else "нет",
        former,
    ]


def _exempt(bodies: Sequence[tuple[str, str]]) -> str:
    if not bodies:
        return ""
    items = "\n".join(f"<li>{escape(body)}: {escape(ground)}</li>" for body, ground in bodies)
    return f"<h2>Органы, которым страница не нужна</h2>\n<ul>\n{items}\n</ul>"


def _harmless(cell: str) -> str:
    """What a spreadsheet would take for a formula stays text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(registry: PublicRegistry) -> dict[str, Any]:
    told = asdict(registry)
    told["updated"] = registry.updated.isoformat()
    told["exempt"] = [{"body": body, "ground": ground} for body, ground in registry.exempt]
    for page in told["pages"]:
        page["created"] = page["created"].isoformat()
        page["former"] = [{"address": a, "until": day.isoformat()} for a, day in page["former"]]
    return told
