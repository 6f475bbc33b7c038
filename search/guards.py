"""What every search reads first, in one query: what no search may find now, and whether what this process holds of the
vocabularies, collections and the site's frame is still so.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.http import HttpRequest
from django.utils import timezone

from archive.api import Prepared, Snapshot, keep_snapshot, snapshot_for, snapshot_token, testimonies_below
from search.models import SearchState
from search.sync import ends_not_noted

_BELOW = "/"  # before the path of a page whose time on the site is over


@dataclass(frozen=True, slots=True)
class Guards:
    """``hidden``: testimonies that no search may find although the index may still hold them. ``latest``: the version
    of the latest change to any testimony, 0 before there is one.
    """

    hidden: frozenset[int]
    snapshot: Snapshot
    latest: int


def read_guards() -> Guards:
    """Read them. One query while the process holds the snapshot; more in the seconds after a page's scheduled end."""
    rows = _GUARDS.rows(now=timezone.now())
    hidden = frozenset(key for found, key in rows if not found)
    below = [found.removeprefix(_BELOW) for found, _key in rows if found.startswith(_BELOW)]
    known = next(((found, key) for found, key in rows if found and not found.startswith(_BELOW)), (None, 0))
    return Guards(hidden | testimonies_below(below), snapshot_for(known[0]), known[1])


def _guards(now: datetime) -> "QuerySet[Any, Any]":
    latest = SearchState.objects.order_by("-wanted").values("wanted")[:1]
    # The one row that has a token is the first kind; what is hidden is read also while there is no token.
    token = snapshot_token().annotate(key=Coalesce(Subquery(latest), Value(0, output_field=BigIntegerField())))
    hides = SearchState.pending_hides().annotate(token=Value("", output_field=CharField()))
    ended = ends_not_noted(now).annotate(token=Concat(Value(_BELOW), "path", output_field=CharField()))
    return token.values_list("token", "key").union(
        hides.values_list("token", "testimony_id"), ended.values_list("token", "pk"), all=True
    )


_GUARDS = Prepared(_guards)


def request_guards(request: HttpRequest) -> Guards:
    """Read them for a request, whose page then uses the same snapshot all over."""
    guards = read_guards()
    keep_snapshot(request, guards.snapshot)
    return guards
