"""Options that several commands have."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def a_file() -> click.Path:
    """An option that names a file there is."""
    return click.Path(exists=True, dir_okay=False, path_type=Path)


def a_directory() -> click.Path:
    """An option that names a folder, there or not."""
    return click.Path(file_okay=False, path_type=Path)


def by_whom(flag: str, about: str) -> Callable[[Any], Any]:
    """The option that names who acts: where it is not given, whoever is signed in here."""
    return click.option(flag, "by", default=getpass.getuser, help=f"{about} (иначе — вошедший).")


def learning_from(lines: str) -> Callable[[Any], Any]:
    """The option that names what a model learns from, one file or several."""
    about = f"{lines}; можно несколько раз."
    return click.option(
        "--from", "sources", type=a_file(), multiple=True, required=True, help=about
    )
