"""The names that queries are widened by, read from the archive's authority records."""

from functools import lru_cache

from archive.api import name_variants
from search.expansion import VariantIndex


def known_names() -> VariantIndex:
    """Give the names of everything that readers may see. Four queries; the index is made again when they change."""
    return _index(tuple(name_variants()))


@lru_cache(maxsize=2)
def _index(groups: tuple[tuple[str, ...], ...]) -> VariantIndex:
    return VariantIndex(groups)
