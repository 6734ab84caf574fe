"""The command line, run inside the test's process."""

import io
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest
import yaml
from databases import new_sqlite
from given import NOW
from once import models_read_once
from towns import configured, read_week, shift

from cli import main
from commands import logs


@dataclass
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(scope="module", autouse=True)
def models() -> Iterator[None]:
    with models_read_once():
        yield


@pytest.fixture
def otklik(tmp_path, monkeypatch) -> Iterator[Callable[..., Done]]:
    """Run the command line with a home of its own, far from the project's folder."""
    for name in [name for name in os.environ if name.startswith("OTKLIK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir("/")
    monkeypatch.setenv("OTKLIK_HOME", str(tmp_path))
    new_sqlite(tmp_path / "var" / "otklik.db")
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers[:])
    loggers = [root, *map(logging.getLogger, logs.QUIET)]
    levels = [logger.level for logger in loggers]

    def run(*arguments: str, stdin: str = "", **environ: str) -> Done:
        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as now, redirect_stdout(out), redirect_stderr(err):
            now.setattr(sys, "stdin", io.StringIO(stdin))
            for name, value in environ.items():
                now.setenv(name, value)
            try:
                main(list(arguments))
            except SystemExit as end:
                code = end.code or 0
        return Done(int(code), out.getvalue(), err.getvalue())

    yield run
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def town(tmp_path):
    """A town on the air with a configuration file of its own."""
    yield from _configured_town(tmp_path, new_sqlite(tmp_path / "otklik.db"))


@pytest.fixture
def read_town(tmp_path):
    """The same after one pass."""
    yield from _configured_town(tmp_path, read_week(tmp_path / "otklik.db"))


def _configured_town(tmp_path, database_url):
    with shift(NOW, database_url) as at_work:
        settings = configured(at_work.stage).model_dump(mode="json")
        (tmp_path / "config.yaml").write_text(yaml.safe_dump(settings), "utf-8")
        yield at_work
