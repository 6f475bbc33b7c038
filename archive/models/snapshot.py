"""The token by which a process knows whether what it holds of the archive's frame is still so.

Vocabularies, collections, the home page and the essays stand on almost every page and change rarely, so each process
holds them (``archive.selectors.snapshot``). The token changes in the transaction of every change to them, by triggers
of the database: no bulk operation, move in a tree or hand-written statement goes past these. It is random, not counted,
so that a change which was rolled back and the one made in its place never have the same.
"""

from typing import Any

from django.db import connections, models

_ONLY = 1  # the key of the one row
_PREFIX = "archive_snapshot_"
_EVENTS = ("insert", "update", "delete")
# Of the pages only those above the testimonies: root, home page, collections and essays; not how many are below them.
_PAGE_TABLE, _LOWEST = "wagtailcore_page", 3
_PAGE_COLUMNS = "path, depth, slug, title, live, expire_at"
_MODELS = (
    *("Theme", "ThemeLabel", "Period", "PeriodLabel", "Place", "PlaceLabel", "Person", "PersonLabel"),
    *("CollectionPage", "CollectionText", "EssayPage", "EssayText", "HomePage", "HomeText"),
)


class SnapshotToken(models.Model):
    """One row. While there is none, as during ``migrate``, nothing may be held."""

    token = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.token


def watched_tables() -> list[str]:
    """The tables whose every change changes the token."""
    own = [SnapshotToken._meta.apps.get_model("archive", name)._meta.db_table for name in _MODELS]
    return [*own, _PAGE_TABLE]


def put_down_token(using: str, **kwargs: Any) -> None:
    """Before ``migrate``: no token, no triggers. Some changes of a table lose its triggers; nothing is held until
    they are there again, even if a migration fails.
    """
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if SnapshotToken._meta.db_table in present:
            cursor.execute(f"DELETE FROM {SnapshotToken._meta.db_table}")  # noqa: S608 a constant
        for table in present.intersection(watched_tables()):
            for event in _EVENTS:
                name = f"{_PREFIX}{table}_{event}"
                place = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")


def take_up_token(using: str, **kwargs: Any) -> None:
    """After ``migrate`` and ``flush``: the triggers, then a token."""
    connection = connections[using]
    tables = watched_tables()
    if not {*tables, SnapshotToken._meta.db_table} <= set(connection.introspection.table_names()):
        return
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table in tables:
            for event in _EVENTS:
                cursor.execute(_postgresql_trigger(table, event) if postgresql else _sqlite_trigger(table, event))
        cursor.execute(
            f"INSERT INTO {SnapshotToken._meta.db_table} (id, token) VALUES ({_ONLY}, '') ON CONFLICT DO NOTHING"  # noqa: S608
        )
        cursor.execute(_POSTGRESQL_CHANGE if postgresql else _SQLITE_CHANGE)


# An update: before there is a row, it makes none.
_POSTGRESQL_CHANGE = "UPDATE archive_snapshottoken SET token = gen_random_uuid()::text"
_SQLITE_CHANGE = "UPDATE archive_snapshottoken SET token = lower(hex(randomblob(16)))"
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_PREFIX}changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_POSTGRESQL_CHANGE};
    RETURN NULL;
END $$
"""


def _above_testimonies(table: str, event: str) -> str:
    if table != _PAGE_TABLE:
        return ""
    rows = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}[event]
    return f"WHEN ({' OR '.join(f'{row}.depth <= {_LOWEST}' for row in rows)})"


def _columns(table: str, event: str) -> str:
    return f" OF {_PAGE_COLUMNS}" if table == _PAGE_TABLE and event == "update" else ""


def _sqlite_trigger(table: str, event: str) -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {_PREFIX}{table}_{event} AFTER {event}{_columns(table, event)} ON {table} "
        f"{_above_testimonies(table, event)} BEGIN {_SQLITE_CHANGE}; END"
    )


def _postgresql_trigger(table: str, event: str) -> str:
    condition = _above_testimonies(table, event)
    return (
        f"CREATE OR REPLACE TRIGGER {_PREFIX}{table}_{event} AFTER {event}{_columns(table, event)} ON {table} "
        f"FOR EACH {'ROW' if condition else 'STATEMENT'} {condition} EXECUTE FUNCTION {_PREFIX}changed()"
    )
