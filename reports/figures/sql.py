"""What SQLite and PostgreSQL say differently: seconds since 1970, and a value in a JSON list."""

from typing import Any

from sqlalchemy import Boolean, Integer
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


class holds(FunctionElement[bool]):  # noqa: N801
    """holds(column, value): whether a JSON list of strings has this one."""

    name = "holds"
    type = Boolean()
    inherit_cache = True


@compiles(holds, "postgresql")
def _holds_of_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    column, value = (compiler.process(clause, **given) for clause in element.clauses)
    return f"jsonb_exists(CAST({column} AS JSONB), {value})"


@compiles(holds, "sqlite")
def _holds_of_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    column, value = (compiler.process(clause, **given) for clause in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value = {value})"  # noqa: S608
