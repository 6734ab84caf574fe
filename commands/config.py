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
    for line in (*_missing_tokens(app), *_spent_quotas(app)):
        click.echo(f"Внимание: {line}", err=True)
    app.gazetteer()
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


def _spent_quotas(app: App) -> list[str]:
    """What `watch` would ask of VK in a day, where the daily quota of a key is smaller."""
    from networks.vk import DAILY_WALL_GET

    minutes = [page.interval_minutes for page in app.config.pages if page.network == "vk"]
    calls = round(sum(24 * 60 / interval for interval in minutes))
    if calls <= DAILY_WALL_GET:
        return []
    return [
        f"vk: {len(minutes)} страниц с такими interval_minutes — это {calls} вызовов wall.get "
        f"в сутки, а ВК даёт {DAILY_WALL_GET} на ключ. Увеличьте interval_minutes."
    ]
