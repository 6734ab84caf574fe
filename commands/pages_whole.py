"""`otklik pages registry`: what concerns no single page."""

from datetime import datetime
from typing import Any

import click

from commands.common import App, now, with_app
from commands.pages_acts import GROUND, KINDS, ON
from commands.pages_common import AS, DAY, clerk, day, registrar_of, say, today

WHOLE: list[click.Command] = []


@click.command()
@click.argument("text", metavar="РАСПОРЯЖЕНИЕ")
@ON
@AS
@with_app
def order(app: App, text: str, on: datetime | None, by: str) -> None:
    """Распоряжение, которым утверждён реестр: «№ 45-р», --on — его дата."""
    _enter(app, "order", on, None, by, order=text)
    click.echo("Записано.", err=True)


@click.command()
@click.argument("body", metavar="ОРГАН")
@click.option("--lift", is_flag=True, help="Орган снова обязан вести страницу.")
@GROUND
@ON
@AS
@with_app
def exempt(app: App, body: str, lift: bool, ground: str, on: datetime | None, by: str) -> None:
    """Орган, которому страница не нужна, с основанием (--ground)."""
    whole = _enter(app, "bind" if lift else "exempt", on, None, by, body=body, ground=ground)
    say([f"Освобождены: {', '.join(sorted(whole.exempt)) or 'никто'}"], err=True)


@click.command()
@click.argument("text", metavar="ТЕКСТ")
@click.option("--body", required=True, help="Кто сообщил.")
@click.option("--kind", type=KINDS, help="Чья страница.")
@click.option("--number", "page", type=int, help="Номер страницы в реестре, если она там есть.")
@click.option("--reported", type=DAY, help="Когда сообщение пришло (иначе — сегодня).")
@ON
@AS
@with_app
def news(app: App, text: str, body: str, kind: str | None, page: int | None,
         reported: datetime | None, on: datetime | None, by: str) -> None:  # fmt: skip
    """Орган сообщил о странице: с этого идёт срок внесения. Внести — командой с --news."""
    whole = _enter(app, "news", on, reported, by, text=text, body=body, kind=kind, page=page)
    say([f"Сообщение {whole.news[-1].number} записано."], err=True)


def _enter(
    app: App, act: str, on: datetime | None, reported: datetime | None, by: str, **facts: Any
) -> Any:
    from pages.registrar import Order, perform_whole

    asked = Order(act, clerk(app, by), day(on) or today(app), day(reported) or today(app), facts)
    return perform_whole(app.store().writing, registrar_of(app), asked, now())


WHOLE += [order, exempt, news]
