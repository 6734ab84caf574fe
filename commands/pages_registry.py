"""`otklik pages registry`: the registry of official pages."""

import click

from commands.pages_acts import ACTS
from commands.pages_files import FILES
from commands.pages_reading import READING
from commands.pages_whole import WHOLE


@click.group()
def registry() -> None:
    """Реестр официальных страниц: чьи, где, кто отвечает, что не так.

    \b
    Начать:    otklik pages registry import реестр.xlsx   (или add)
    Смотреть:  otklik pages registry list; show 3; check; terms
    Записать:  otklik pages registry change 3 --address vk.com/новый --on 2026-11-16
    На сайт:   otklik pages registry public --out reestr.html

    Записи только добавляются: история остаётся. Логины и пароли не записываются.
    """


for command in (*READING, *ACTS, *WHOLE, *FILES):
    registry.add_command(command)
