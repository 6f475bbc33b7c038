"""The words of catalogue records that anyone may read, for proposing spellings."""

from collections.abc import Collection, Iterator

from archive.access import ANONYMOUS, visible_to
from archive.models import Description


def public_descriptions(most: int) -> Iterator[tuple[int, str, str]]:
    """Testimony, title and summary, a language each, of records that anyone may see: the newest ``most``. One query."""
    rows = Description.objects.filter(page__in=visible_to(ANONYMOUS).order_by().values("pk")).order_by("-page_id", "pk")
    yield from rows.values_list("page_id", "title", "summary")[:most]


def seen_by_anyone(testimony_ids: Collection[int]) -> set[int]:
    """Those of the testimonies whose record anyone may see now. One query."""
    return set(visible_to(ANONYMOUS).filter(pk__in=testimony_ids).values_list("pk", flat=True))
