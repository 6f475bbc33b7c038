"""Rebuilding a page's child rows from a revision: what they point to is looked up once per table, not once per row.

modelcluster asks the database for every foreign key of every row, so opening a draft with 300 tagged passages took
thousands of queries.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations, model_from_serializable_data


def own_relations(page_model: type[Any]) -> list[Any]:
    """The child relations whose rows are the archive's own: tags, texts, descriptions, notes."""
    return [
        relation
        for relation in get_all_child_relations(page_model)
        if relation.related_model._meta.app_label == page_model._meta.app_label
    ]


def rebuilt_rows(relation: Any, rows: list[Mapping[str, Any]]) -> list[Any]:
    """The rows of one relation as model objects. One query for each table that they point to.

    A tag whose term is gone from the database is left out: it says nothing any more. Any other row that points at
    something gone raises LookupError, as it would be incomplete (an edition that a revision uses cannot be deleted).
    """
    model = relation.related_model
    kept = list(rows)
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey) or field is relation.field:
            continue
        target = field.remote_field.model
        wanted = {str(row[field.name]) for row in kept if row.get(field.name) is not None}
        known = {str(pk) for pk in target._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)}
        gone = wanted - known
        if gone and field.name != "term":
            raise LookupError(f"{model.__name__}.{field.name}: {', '.join(sorted(gone))}")
        kept = [row for row in kept if row.get(field.name) is None or str(row[field.name]) in known]
    return [model_from_serializable_data(model, row, check_fks=False) for row in kept]
