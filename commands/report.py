"""`otklik report`: a report of any period as a file, what was made by itself and how it went."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.common import App, now, with_app
from commands.report_deliveries import deliveries, resend, send_due
from commands.screen import harmless
from errors import OtklikError
from reports.contents import REPORTS
from reports.render import FORMATS

if TYPE_CHECKING:
    from reports.document import Period, Report

DATE = click.DateTime(formats=["%Y-%m-%d", "%d.%m.%Y"])
ON_STDOUT = "-"
TEXTS = ("html", "csv", "json")
USUAL = {
    "now": "вчера и сегодня",
    "day": "вчера",
    "week": "прошлая неделя, с понедельника",
    "month": "прошлый месяц",
}
ABOUT = """{title}: {about}.

    Без --from и --to — {usual}.

    \b
    Примеры:
    otklik report {name} --from 2026-11-01 --to 2026-11-30 --format docx
    otklik report {name} --out отчёт.xlsx
    otklik report {name} --format json --out - | jq .summary
"""


class _InOrder(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_InOrder)
def report() -> None:
    """Отчёты: за любой срок, по муниципалитету или одной организации.

    Дни — по времени муниципалитета, последний включительно. Файл ложится в текущую папку или
    туда, куда скажет --out. Отчёты по расписанию — раздел reports файла config.yaml.
    """


def _command(name: str) -> click.Command:
    @click.option("--from", "since", type=DATE, metavar="ДЕНЬ", help="Первый день: 2026-11-01.")
    @click.option("--to", "until", type=DATE, metavar="ДЕНЬ", help="Последний день, включительно.")
    @click.option("--body", default="", metavar="ОРГАНИЗАЦИЯ", help="Только об этой организации.")
    @click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice(list(FORMATS)),
        help="Можно несколько раз. Если не сказано — как у файла --out, иначе html.",
    )
    @click.option(
        "--out",
        default=".",
        metavar="КУДА",
        help="Файл, папка или «-» (стандартный вывод).",
    )
    @with_app
    def command(app: App, **given: Any) -> None:
        _make(app, name, **given)

    kind = REPORTS[name]
    text = ABOUT.format(name=name, title=kind.title, about=kind.about, usual=USUAL[kind.usual])
    short = f"{kind.title}: {kind.about}"
    return click.command(name, help=text, short_help=short)(command)


for command in (*map(_command, REPORTS), send_due, deliveries, resend):
    report.add_command(command)


def _make(
    app: App,
    name: str,
    since: datetime | None,
    until: datetime | None,
    body: str,
    formats: tuple[str, ...],
    out: str,
) -> None:
    from commands.reporting import build

    chosen = formats or (_format_of(out),)
    if out == ON_STDOUT and len(chosen) > 1:
        raise click.UsageError("на стандартный вывод — один формат")
    moment = now()
    period = _period(app, name, moment, since, until)
    with app.store().reading() as session:
        made = build(app, session, name, period, moment, body)
    for format in chosen:
        _put(made, format, out)
    click.echo(harmless(made.summary), err=True)


def _format_of(out: str) -> str:
    suffix = Path(out).suffix.removeprefix(".").lower()
    return suffix if suffix in FORMATS else "html"


def _period(
    app: App, name: str, moment: datetime, since: datetime | None, until: datetime | None
) -> "Period":
    from reports.schedule import asked

    first, last = since and since.date(), until and until.date()
    try:
        return asked(REPORTS[name].usual, first, last, moment, app.config.worktime.zone)
    except ValueError:
        raise click.UsageError(f"--to {last} раньше, чем --from {first}") from None
    except OtklikError as error:
        raise click.UsageError(str(error)) from None


def _put(made: "Report", format: str, out: str) -> None:
    from commands.reporting import write_whole
    from reports.render import file_name, render

    content = render(made, format)
    if out == ON_STDOUT:
        click.echo(content.decode() if format in TEXTS else content, nl=False)
        return
    path = Path(out)
    target = path / file_name(made, format) if path.is_dir() else path
    write_whole(target, content)
    title = FORMATS[format].title
    click.echo(f"{title[0].upper()}{title[1:]}: {target}", err=True)
