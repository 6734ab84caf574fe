"""What SQLite and PostgreSQL say differently: seconds since 1970; and short lists read quickly."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, String, cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds(FunctionElement[int]):  # noqa: N801 - a function of SQL
    """Whole seconds since 1970 of a stored time."""

    name = "seconds"
    type = Integer()
    inherit_cache = True


@compiles(seconds, "postgresql")
def _seconds_of_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    return (
        f"CAST(floor(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **given)})) AS BIGINT)"
    )


@compiles(seconds, "sqlite")
def _seconds_of_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **given)}) AS INTEGER)"


def unread(column: Any) -> Any:
    """A JSON list as its text: the same few lists of bodies stand in a hundred thousand rows."""
    return cast(column, String)


@lru_cache(maxsize=4096)
def items(text: str) -> tuple[str, ...]:
    """What `unread` gave."""
    return tuple(json.loads(text))
