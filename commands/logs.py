"""Log lines: JSON on standard error for machines, plain on a terminal. Secrets never get in."""

import json
import logging
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from commands.screen import harmless

PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "taskName"}
HIDDEN = "***"
QUIET = ("alembic", "urllib3", "pymorphy3")  # they tell of what is no news


class JsonLines(logging.Formatter):
    """One JSON object a record: time, level, message and the record's extras."""

    def format(self, record: logging.LogRecord) -> str:
        extras = {name: value for name, value in vars(record).items() if name not in PLAIN}
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **extras,
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        # ASCII escapes: no comment can smuggle a control sequence into a log or a terminal.
        return json.dumps(line, default=str)


class _Terminal(logging.Formatter):
    """The message and its extras, for a person's eyes."""

    def format(self, record: logging.LogRecord) -> str:
        extras = (str(value) for name, value in vars(record).items() if name not in PLAIN)
        return harmless(": ".join([record.levelname, record.getMessage(), *extras]))


class _WithoutSecrets(logging.Formatter):
    def __init__(self, inner: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = sorted(secrets, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = self._inner.format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


def set_up(environ: Mapping[str, str], names: Iterable[str]) -> None:
    """Log to standard error; values of the named variables are masked wherever they appear."""
    secrets = {environ[name] for name in names if len(environ.get(name, "")) >= 6}
    handler = logging.StreamHandler(sys.stderr)
    inner = _Terminal() if sys.stderr.isatty() else JsonLines()
    handler.setFormatter(_WithoutSecrets(inner, secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
