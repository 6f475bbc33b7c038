"""Where the search app, which stands above, offers accounts like the one that is read.

While nothing is registered there are none.
"""

from collections.abc import Callable

from archive.access import Reader
from archive.records import SimilarAccount, TestimonyRecord

Finder = Callable[[Reader, TestimonyRecord, str], tuple[SimilarAccount, ...]]

_finders: list[Finder] = []


def register_similar(finder: Finder) -> None:
    """Make ``finder(reader, record, language)`` give the accounts like one, as far as the reader may know of them."""
    _finders[:] = [finder]


def similar_accounts(reader: Reader, record: TestimonyRecord, language: str) -> tuple[SimilarAccount, ...]:
    """Accounts like this one, most alike first, with what they share."""
    return _finders[0](reader, record, language) if _finders else ()
