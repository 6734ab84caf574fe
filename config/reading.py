"""Reading a YAML file of ours: every mistake is told with its place."""

from pathlib import Path
from typing import Any

import yaml

from errors import ConfigError


def read_text(path: Path, way_out: str = "") -> str:
    """The file's text, without the mark that Windows puts first. Raises ConfigError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"Нет файла {path}. {way_out}".rstrip()) from None
    except OSError as error:
        raise ConfigError(f"{path}: не читается: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: не читается: сохраните файл в кодировке UTF-8") from None


def read_mapping(path: Path, way_out: str) -> dict[str, Any]:
    """The file's keys and values. Raises ConfigError; `way_out` tells what to do without it."""
    try:
        given = yaml.load(read_text(path, way_out), Loader=_OnceLoader)  # noqa: S506 - a safe one
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: это не YAML: {' '.join(str(error).split())}") from None
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise ConfigError(f"{path}: ожидаются пары «ключ: значение», а не {type(given).__name__}")
    return given


class _OnceLoader(yaml.CSafeLoader):
    """YAML lets a key stand twice and keeps the last: a page list could be lost in silence."""


def _mapping_once(loader: _OnceLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    twice = {str(key) for key in keys if keys.count(key) > 1}
    if twice:
        line = node.start_mark.line + 1
        raise yaml.YAMLError(
            f"ключ стоит дважды: {', '.join(sorted(twice))} (строка {line} и ниже)"
        )
    return loader.construct_mapping(node, deep=True)


_OnceLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_once)
