"""Queries asked at every request whose SQL is made once and kept.

Django spends several milliseconds on turning a large query into SQL, far more than the database
spends on answering it. Here that happens once a process and engine; only the values change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Value = int | str | date | datetime


@dataclass(frozen=True)
class Statement:
    """SQL of one engine; each parameter is the name of a value, or a constant in a list of one."""

    sql: str
    parameters: tuple[str | list[Any], ...]
    converters: dict[int, tuple[list[Any], Any]]

    def converted(self, row: Sequence[Any]) -> Sequence[Any]:
        """Return a row as Python values; SQLite hands out moments as text, for one."""
        if not self.converters:
            return row
        values = list(row)
        for position, (converters, column) in self.converters.items():
            for convert in converters:
                values[position] = convert(values[position], column, connection)
        return values


class PreparedRows:
    """A ``values_list`` query with named values.

    ``build(**samples)`` makes the query; the samples must occur nowhere else in it, since they are how
    the values are found again. A value may be neither None nor a list: those change the SQL.
    """

    def __init__(self, build: Callable[..., QuerySet], **samples: Value) -> None:
        self.build, self.samples = build, samples
        self.statements: dict[str, Statement] = {}

    def rows(self, **values: Value) -> list[Sequence[Any]]:
        """Return the rows for these values; raises KeyError when one is missing."""
        statement = self.statements.get(connection.vendor) or self.prepare()
        known = {name: adapted(value) for name, value in values.items()}
        parameters = [known[one] if isinstance(one, str) else one[0] for one in statement.parameters]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            found = cursor.fetchall()
        return [statement.converted(row) for row in found]

    def prepare(self) -> Statement:
        """Make the SQL for the engine in use; raises ValueError when a sample cannot be found in it."""
        compiler = self.build(**self.samples).query.get_compiler(connection=connection)
        sql, found = compiler.as_sql()
        names = {adapted(sample): name for name, sample in self.samples.items()}
        parameters = tuple(names.get(value, [value]) for value in found)
        missing = set(self.samples) - {one for one in parameters if isinstance(one, str)}
        if missing:
            raise ValueError(f"not in the query: {', '.join(sorted(missing))}")
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        statement = Statement(sql, parameters, compiler.get_converters(columns))
        self.statements[connection.vendor] = statement
        return statement


def adapted(value: Value) -> Any:
    """Return a value as the engine's parameters hold it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
