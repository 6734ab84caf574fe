"""`otklik`: the command line over the pipeline. Each command loads only what it needs."""

import importlib
import os
import sys
from typing import Any

import click

from commands.common import EXIT_BUSY, EXIT_CONFIG, EXIT_FAILED, configurable
from errors import Busy, ConfigError, OtklikError

# name: (module, attribute, what it does)
COMMANDS = {
    "run": ("commands.run", "run", "Один проход: прочитать страницы, разметить новое."),
    "watch": ("commands.watch", "watch", "Проходы по расписанию, пока не остановят."),
    "replay": ("commands.run", "replay", "Записанные комментарии тем же путём."),
    "classify": ("commands.classify", "command", "JSON-строки с текстами → заключения."),
    "queue": ("commands.queue", "queue", "Очередь модератора: список, карточка, решение."),
    "actions": ("commands.actions", "actions", "Действия в соцсетях, их отмена и журнал."),
    "incidents": ("commands.incidents", "incidents", "На что орган обязан ответить."),
    "worktime": ("commands.worktime", "command", "Рабочее время как калькулятор."),
    "deadlines": ("commands.deadlines", "command", "Сроки регламента как калькулятор."),
    "pages": ("commands.pages", "pages", "Официальные страницы: реестр, план, чтение."),
    "report": ("commands.report", "report", "Отчёты за любой срок: файлом или по расписанию."),
    "export": ("commands.export", "export", "Выгрузка: комментарии, инциденты."),
    "import": ("commands.imports", "import_", "Взять из выгрузки другой системы."),
    "train": ("commands.train", "train", "Обучить модель."),
    "evaluate": ("commands.train", "evaluate", "Измерить модель на размеченных данных."),
    "serve": ("commands.serve", "serve", "Рабочее место в браузере."),
    "users": ("commands.users", "users", "Учётные записи: кто может войти."),
    "init": ("commands.init", "init", "Несколько вопросов — и готова конфигурация."),
    "networks": ("commands.networks", "networks", "Что ключи позволяют на каждой странице."),
    "config": ("commands.config", "config", "Проверка конфигурации."),
    "db": ("commands.db", "db", "База: обновить схему, копия, восстановление."),
    "demo": ("commands.demo", "demo", "Показательный район: без ключей и без интернета."),
}

WRITES_ANEW = ("init",)  # reads no configuration: it makes one


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command if cmd_name in WRITES_ANEW else configurable(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Команды"):
            formatter.write_dl([(name, about) for name, (_, _, about) in COMMANDS.items()])


@click.command(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="otklik", prog_name="otklik")
def otklik() -> None:
    """Отклик следит за официальными страницами муниципалитета в соцсетях.

    Находит то, что регламент велит убрать, и то, на что орган обязан ответить.

    Начните с «otklik demo», затем «otklik init» и «otklik run».

    Ключи доступа берутся из окружения или из файла, названного после команды:
    «otklik run --env-file otklik.env». Другой файл настроек — там же, --config ФАЙЛ.
    """


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; expected failures end with one clear message."""
    # The matrices of classify are small: a second thread of BLAS only makes the first one wait.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        otklik.main(args=arguments, prog_name="otklik")
    except ConfigError as error:
        _end(error, EXIT_CONFIG)
    except Busy as error:
        _end(error, EXIT_BUSY)
    except OtklikError as error:
        _end(error, EXIT_FAILED)


def _end(error: OtklikError, code: int) -> None:
    click.echo(str(error), err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
