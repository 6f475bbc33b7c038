"""What every search reads first, in one query: what no search may find now, and whether what this process holds of the
vocabularies, collections and the site's frame is still so.
"""

from dataclasses import dataclass

from django.db.models import BigIntegerField, CharField, Value
from django.http import HttpRequest

from archive.api import Snapshot, keep_snapshot, snapshot_for, snapshot_token
from search.models import SearchState

_NO_TESTIMONY = 0


@dataclass(frozen=True, slots=True)
class Guards:
    """``hidden``: testimonies that no search may find although the index may still hold them."""

    hidden: frozenset[int]
    snapshot: Snapshot


def read_guards() -> Guards:
    """Read them. One query while the process holds the snapshot."""
    token = snapshot_token().annotate(key=Value(_NO_TESTIMONY, output_field=BigIntegerField()))
    hides = SearchState.pending_hides().annotate(token=Value("", output_field=CharField()))
    rows = list(token.values_list("token", "key").union(hides.values_list("token", "testimony_id"), all=True))
    hidden = frozenset(key for _token, key in rows if key != _NO_TESTIMONY)
    return Guards(hidden, snapshot_for(next((found for found, key in rows if key == _NO_TESTIMONY), None)))


def request_guards(request: HttpRequest) -> Guards:
    """Read them for a request, whose page then uses the same snapshot all over."""
    guards = read_guards()
    keep_snapshot(request, guards.snapshot)
    return guards
