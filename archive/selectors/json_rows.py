"""Child rows of many records in one query with the records themselves, on SQLite and on PostgreSQL."""

from typing import Any

from django.db.models import Func, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONArray


class _Gathered(Func):
    """All values of a query as one JSON list. No aggregate to Django, so it adds no grouping of its own."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def json_rows(rows: "QuerySet[Any]", *fields: str) -> Subquery:
    """An annotation: the rows that belong to each record, which ``rows`` filters by OuterRef, as lists of ``fields``.

    Numbers, booleans, texts and nothing only. In no order; None or empty where there are none.
    """
    return Subquery(rows.order_by().values(gathered=_Gathered(JSONArray(*fields))), output_field=JSONField())
