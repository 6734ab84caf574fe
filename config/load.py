"""Reading config.yaml and the OTKLIK_… variables that are laid over it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from config.explain import explained
from config.reading import read_mapping, read_text
from config.regulation import load_regulation
from config.settings import Config
from errors import ConfigError
from models.regulation import Regulation

ROOT = Path(__file__).parent.parent
PREFIX = "OTKLIK_"
CREATE = "Создайте его: otklik init, или укажите другой: --config ФАЙЛ"


def home() -> Path:
    """The folder that relative paths start from, wherever the configuration file lies."""
    return Path(os.environ.get("OTKLIK_HOME", ROOT))


def load(path: Path | None, environ: Mapping[str, str]) -> Config:
    """Read the configuration. Raises ConfigError that names the key, the value and what fits.

    Without a path, OTKLIK_CONFIG names the file, else config.yaml at home, which may be absent:
    everything has a usual value, and the environment may give the rest.
    """
    named = path or environ.get("OTKLIK_CONFIG")
    chosen = Path(named) if named else home() / "config.yaml"
    given = overlay(read_mapping(chosen, CREATE) if named or chosen.exists() else {}, environ)
    return _in_its_zone(checked(given, str(chosen)))


def checked(given: Mapping[str, Any], source: str) -> Config:
    """The same values, typed. Raises ConfigError that names the source and every mistake in it."""
    try:
        return Config.model_validate(given)
    except ValidationError as error:
        raise ConfigError(explained(error, Config, source)) from None


def regulation_of(config: Config) -> Regulation:
    """What the chosen decree demands. Raises ConfigError."""
    return load_regulation(config.regulation, ROOT / "data" / "regulations", home())


def _in_its_zone(config: Config) -> Config:
    # The regulation is read at every start: a mistake in a town's own file must not wait.
    zone = regulation_of(config).zone
    if "timezone" in config.worktime.model_fields_set:
        return config
    return config.model_copy(update={"worktime": config.worktime.in_zone(zone)})


def overlay(given: dict[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """Put OTKLIK_NETWORKS__VK__API_URL=… over `networks.vk.api_url`; values are read as YAML."""
    merged: dict[str, Any] = {**given}
    for name, value in environ.items():
        path = name.removeprefix(PREFIX).lower().split("__")
        if not name.startswith(PREFIX):
            continue
        if len(path) > 1 and path[0] not in Config.model_fields:
            raise ConfigError(f"Переменная {name}: в конфигурации нет ключа {path[0]}")
        if path[0] in Config.model_fields:
            merged = _put(merged, path, _value(name, value))
    return merged


def _value(name: str, value: str) -> Any:
    try:
        read = yaml.load(value, Loader=yaml.CSafeLoader)
        # A password with ": " in it is a string all the same; lists and mappings wear brackets.
        return value if isinstance(read, dict | list) and value.strip()[:1] not in "{[" else read
    except yaml.YAMLError:
        raise ConfigError(f"Переменная {name}: значение не читается как YAML") from None


def _put(tree: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    head, *rest = path
    if not rest:
        return {**tree, head: value}
    branch = tree.get(head)
    return {**tree, head: _put(branch if isinstance(branch, dict) else {}, rest, value)}


def read_env_file(path: Path) -> dict[str, str]:
    """NAME=value lines for cron. Refuses a file that others may read: it holds secrets."""
    lines = read_text(path).splitlines()
    if path.stat().st_mode & 0o077:
        raise ConfigError(f"{path}: файл с ключами открыт другим. Закройте его: chmod 600 {path}")
    pairs = (line.partition("=") for line in lines if "=" in line and line.strip()[:1] != "#")
    return {name.removeprefix("export ").strip(): _unquoted(value) for name, _, value in pairs}


def _unquoted(value: str) -> str:
    return value.strip().strip("'\"")
