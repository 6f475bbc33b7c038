"""Small questions that the search pages ask of their facets."""

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()


@register.filter
def shown(values: Sequence[Any]) -> list[Any]:
    """The values of a facet that stand open: those not hidden, and every one that is in force."""
    return [value for value in values if not value.hidden or value.selected]


@register.filter
def folded(values: Sequence[Any]) -> list[Any]:
    """The values of a facet behind "More"."""
    return [value for value in values if value.hidden and not value.selected]
