"""Queries that differ from one page to the next in a few values only: compiled once, then asked with other values.

Building a query of a dozen conditions and putting it into SQL takes Django longer than SQLite or PostgreSQL take to
answer it. What is kept is SQL without values; every answer is the database's own.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Value = datetime | int | Sequence[int]
# Stand-ins: no constant of a query is so large or so late, and the columns take them. Twice, so that what is made of a
# value and not the value itself is told by its difference.
_FIRST_NUMBERS = (2_112_963_000, 2_034_171_001)
_FIRST_MOMENTS = (datetime(8112, 9, 6, 3, 5, 7, 11, tzinfo=UTC), datetime(7934, 4, 17, 20, 48, 31, 5003, tzinfo=UTC))
_LONG = 1000  # from here on lists are filled to thousands: SQLite takes only so many


class _Compiled(NamedTuple):
    """SQL with, for each parameter, the constant that it is or the name and place of the value that it stands for."""

    sql: str
    parameters: tuple[tuple[str, int] | None, ...]
    constants: tuple[Any, ...]
    columns: tuple[Any, ...]  # expressions: no part of the connection that they were compiled for


class Prepared:
    """A query made by ``build`` from values given by name. Safe between threads.

    ``build`` must give a query of tuples (``values_list``) and do nothing with the values but put them into conditions
    as they are: it is called with stand-ins, twice for each length that lists are filled up to. Values are moments,
    numbers, and sets of numbers, as lists; each must have a place in the query, and nothing in it may be made of one
    (``now.date()``, ``number + 1``), else RuntimeError.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]") -> None:
        self._build = build
        self._known: dict[Any, _Compiled | None] = {}

    def rows(self, **values: Value) -> list[tuple[Any, ...]]:
        """Ask the database. One query; none if a list is empty, as nothing is in it."""
        values = {name: _filled(value) for name, value in values.items()}
        shape = (connection.vendor, *(_shape(name, value) for name, value in values.items()))
        if shape not in self._known:
            self._known[shape] = self._compile(values)
        compiled = self._known[shape]
        if compiled is None:
            return []
        bound = [
            constant if place is None else _bound(values[place[0]], place[1])
            for place, constant in zip(compiled.parameters, compiled.constants, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, bound)
            found = cursor.fetchall()
        converters = [
            (at, column, [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)])
            for at, column in enumerate(compiled.columns)
        ]
        return [_converted(row, converters) for row in found]

    def _compile(self, values: dict[str, Value]) -> _Compiled | None:
        one, other = (
            self._compile_with(values, number, moment)
            for number, moment in zip(_FIRST_NUMBERS, _FIRST_MOMENTS, strict=True)
        )
        if (one is None) != (other is None) or (one and other and _fixed(one) != _fixed(other)):
            raise RuntimeError(f"Something in the query is made of one of {sorted(values)}.")
        return one

    def _compile_with(self, values: dict[str, Value], number: int, moment: datetime) -> _Compiled | None:
        stand_ins: dict[str, Value] = {}
        places: dict[Any, tuple[str, int]] = {}
        for name, value in values.items():
            if isinstance(value, datetime):
                late = moment + timedelta(days=len(places))
                stand_ins[name] = late
                places[connection.ops.adapt_datetimefield_value(late)] = (name, 0)
                continue
            numbers = [number + len(places) + at for at in range(1 if isinstance(value, int) else len(value))]
            stand_ins[name] = numbers[0] if isinstance(value, int) else numbers
            places |= {number: (name, at) for at, number in enumerate(numbers)}
        compiler = self._build(**stand_ins).query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet as error:
            if any(not isinstance(value, datetime | int) and not value for value in values.values()):
                return None
            raise RuntimeError("The query finds nothing, whatever the values are.") from error
        taken = tuple(
            places.get(parameter) if isinstance(parameter, int | str | datetime) else None for parameter in parameters
        )
        missing = set(places.values()) - set(taken)
        if missing:
            raise RuntimeError(f"The query has no place for {sorted(missing)}.")
        columns = tuple(column[0] for column in compiler.select[: compiler.col_count])
        return _Compiled(sql, taken, tuple(parameters), columns)


def _fixed(compiled: _Compiled) -> tuple[Any, ...]:
    """What no value may change."""
    constants = [
        constant for place, constant in zip(compiled.parameters, compiled.constants, strict=True) if place is None
    ]
    return compiled.sql, compiled.parameters, constants


def _converted(row: Sequence[Any], converters: list[tuple[int, Any, list[Any]]]) -> tuple[Any, ...]:
    values = list(row)
    for at, column, steps in converters:
        for step in steps:
            values[at] = step(values[at], column, connection)
    return tuple(values)


def _filled(value: Value) -> Value:
    """Repeat the last number of a list until there are as many as a power of two, or as thousands: few lengths, few
    compilations.
    """
    if isinstance(value, datetime | int) or not value:
        return value
    size = -(-len(value) // _LONG) * _LONG if len(value) > _LONG else 1 << (len(value) - 1).bit_length()
    return [*value, *[value[-1]] * (size - len(value))]


def _shape(name: str, value: Value) -> tuple[str, str, int]:
    if isinstance(value, datetime):
        return name, "moment", 0
    return (name, "number", 0) if isinstance(value, int) else (name, "numbers", len(value))


def _bound(value: Value, at: int) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value if isinstance(value, int) else value[at]
