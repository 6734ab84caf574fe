"""`otklik config`: mistakes found before anything goes wrong."""

import click

from commands.common import App, with_app


@click.group()
def config() -> None:
    """Конфигурация."""


@config.command()
@with_app
def check(app: App) -> None:
    """Проверить config.yaml и переменные окружения, ничего не запуская."""
    missing = _missing_tokens(app)
    for line in missing:
        click.echo(f"Внимание: {line}", err=True)
    pages = len(app.config.pages)
    click.echo(f"Конфигурация в порядке: страниц {pages}, регламент {app.config.regulation}.")


def _missing_tokens(app: App) -> list[str]:
    """Networks whose pages could not be read for want of any token, in words."""
    lines = {}
    for page in app.config.pages:
        network = getattr(app.config.networks, page.network)
        names = {**network.tokens, **page.tokens}.values()
        if not any(app.environ.get(name) for name in names):
            lines[page.network] = (
                f"{page.network}: не задана ни одна из переменных {', '.join(names)}"
            )
    return list(lines.values())
