"""`otklik init`: the few questions a new town has; then its configuration and its secrets."""

import math
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import yaml

from config import Config, checked, home, regulation_of
from config.settings import REGULATIONS
from errors import ConfigError
from words import NETWORK

KINDS = {"1": "administration", "2": "head", "3": "subordinate"}
LINKS = {
    "vk": re.compile(r"(?:https?://)?(?:m\.)?vk\.(?:com|ru)/([\w.]+)/?$"),
    "ok": re.compile(r"(?:https?://)?(?:m\.)?ok\.ru/(?:group/)?(\d+)/?$"),
    "telegram": re.compile(r"(?:https?://)?t\.me/(\w+)/?$|(@\w+)$"),
}

SHIPPED = Path(__file__).parent.parent / "config.yaml"
PLACES = (  # the lines of the shipped file that the answers replace
    r"^municipality: .*\n",
    r"^regulation: .*\n",
    r"^  (?:# )?timezone: .*\n",
    r"^pages: \[\]\n",
)
BARE = """\
# Что ещё настраивается, с пояснениями: git show HEAD:config.yaml в папке Отклика
municipality: {}
regulation: ''
worktime:
  # timezone: ''
pages: []
"""


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Папка для config.yaml и otklik.env (по умолчанию папка Отклика).",
)
def init(out: Path | None) -> None:
    """Ответить на несколько вопросов и получить config.yaml и otklik.env.

    Ключи доступа попадут только в otklik.env (права 0600). Их можно вписать и позже:
    как их получить, по шагам написано в docs/ru.
    """
    folder = out or home()
    config, secrets = folder / "config.yaml", folder / "otklik.env"
    _refuse_to_overwrite(config, secrets)
    text = _to_fill(config)
    answers = _ask()
    settings = checked(answers, "Ответы")
    keys = _ask_keys(settings)
    folder.mkdir(parents=True, exist_ok=True)
    config.write_text(filled(text, answers), "utf-8")
    _write_private(secrets, "".join(f"{name}={value}\n" for name, value in keys.items()))
    click.echo(f"\nЗаписано: {config} и {secrets} (виден только вам).")
    click.echo(f"Проверьте: otklik config check --config {config} --env-file {secrets}")
    click.echo(f"Первый проход: otklik run --config {config} --env-file {secrets}")


def _refuse_to_overwrite(config: Path, secrets: Path) -> None:
    # What was begun by hand from the file that comes with the program is filled, not replaced.
    used = config.exists() and not _can_be_filled(config)
    for file in [config] * used + [secrets] * secrets.exists():
        raise ConfigError(f"{file} уже есть. Уберите его или укажите другую папку: --out")


def _to_fill(config: Path) -> str:
    """The text that the answers go into: what stands there, else what comes with the program."""
    text = (config if config.exists() else SHIPPED).read_text("utf-8")
    return text if _has_places(text) else BARE


def _can_be_filled(config: Path) -> bool:
    try:
        return _has_places(config.read_text("utf-8"))
    except UnicodeDecodeError:
        return False


def _has_places(text: str) -> bool:
    return all(len(re.findall(line, text, re.M)) == 1 for line in PLACES)


def filled(text: str, answers: Mapping[str, Any]) -> str:
    """The commented text with the answers in their places, all else as it was."""
    pages = answers["pages"]
    written = (
        f"municipality: {_yaml(answers['municipality'])}",
        f"regulation: {_yaml(answers['regulation'])}",
        f"  timezone: {_yaml(answers['worktime']['timezone'])}",
        "pages:\n" + _yaml(pages) if pages else "pages: []\n",
    )
    for line, new in zip(PLACES, written, strict=True):
        text = re.sub(line, lambda _, new=new: new, text, count=1, flags=re.M)
    return text


def _yaml(value: Any) -> str:
    """Lists a line an item, mappings within one line."""
    dumped: str = yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=math.inf
    )
    return dumped.removesuffix("...\n")


def _ask() -> dict[str, Any]:
    name = click.prompt("Как называется муниципалитет")
    click.echo("Каким регламентом руководствуетесь?")
    for number, known in enumerate(REGULATIONS, 1):
        click.echo(f"  {number}. {known}")
    choice = click.prompt("Номер", type=click.IntRange(1, len(REGULATIONS)), default=1)
    regulation = REGULATIONS[choice - 1]
    zone = click.prompt("Часовой пояс", default=_zone_of(regulation), value_proc=_known_zone)
    return {
        "municipality": {"name": name},
        "regulation": regulation,
        "worktime": {"timezone": zone},
        "pages": _ask_pages(),
    }


def _zone_of(regulation: str) -> str:
    return regulation_of(Config(regulation=regulation)).zone


def _known_zone(given: str) -> str:
    try:
        return checked({"worktime": {"timezone": given}}, "Ответ").worktime.timezone
    except ConfigError as error:
        raise click.UsageError(str(error)) from None


def _ask_pages() -> list[dict[str, str]]:
    click.echo("Официальные страницы: ссылка на каждую, пустая строка — всё.")
    pages: list[dict[str, str]] = []
    while link := click.prompt("Ссылка", default="", show_default=False).strip():
        found = parse_link(link)
        if found is None:
            click.echo("Не похоже на страницу ВК, ОК или Телеграма. Пример: https://vk.com/club1")
            continue
        if any(found == (page["network"], page["id"]) for page in pages):
            click.echo("Эта страница уже названа.")
            continue
        body = click.prompt(f"  {NETWORK[found[0]]}. Чья страница (орган)")
        click.echo("  1 — администрация, 2 — глава, 3 — подведомственная организация")
        kind = KINDS[click.prompt("  Чья", type=click.Choice(list(KINDS)), default="1")]
        pages.append({"network": found[0], "id": found[1], "body": body, "kind": kind})
    return pages


def parse_link(link: str) -> tuple[str, str] | None:
    """Network and page id from the address in a browser; None where it is none of ours."""
    for network, pattern in LINKS.items():
        match = pattern.match(link)
        if match:
            found = next(group for group in match.groups() if group)
            return network, f"@{found.lstrip('@')}" if network == "telegram" else found
    return None


def _ask_keys(settings: Config) -> dict[str, str]:
    """Secrets by variable name; an empty answer leaves the line for later."""
    keys = {}
    for network in dict.fromkeys(page.network for page in settings.pages):
        click.echo(f"{NETWORK[network]}: ключи (Enter — позже; как получить: docs/ru/{network}.md)")
        for role, name in getattr(settings.networks, network).tokens.items():
            keys[name] = click.prompt(f"  {role}", default="", hide_input=True, show_default=False)
    return keys


def _write_private(file: Path, text: str) -> None:
    handle = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
