"""The states a testimony can be in, the people who may ask, and what each may see: written out by hand.

This table is the rule in the archive's own words. It shares no code with ``archive.access``, so that the two can
disagree.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

WORDS, RECORD, NOTHING = "words", "record", "nothing"
READERS = ("anonymous", "registered", "granted", "editor", "superuser")


@dataclass(frozen=True)
class State:
    """A state: how to make it, and what each reader may see. A granted reader has a grant for this testimony."""

    name: str
    make: dict[str, Any]
    sees: dict[str, str]
    under_hidden_collection: bool = False
    word: str = field(default="")


def _all(seen: str, **others: str) -> dict[str, str]:
    return {reader: others.get(reader, seen) for reader in READERS}


def _signed_in(anonymous: str, seen: str) -> dict[str, str]:
    return _all(seen, anonymous=anonymous)


def states() -> list[State]:
    """Every state. Embargoes are set relative to now."""
    later, earlier = timezone.now() + timedelta(days=400), timezone.now() - timedelta(minutes=1)
    return [
        State("draft", {"live": False}, _all(NOTHING)),
        State("undecided", {"level": None}, _all(NOTHING)),
        State("public", {}, _all(WORDS)),
        State("public-unlisted", {"listed": False}, _all(WORDS)),
        State("registered-listed", {"level": "registered"}, _signed_in(RECORD, WORDS)),
        State("registered-unlisted", {"level": "registered", "listed": False}, _signed_in(NOTHING, WORDS)),
        State("approved-listed", {"level": "approved"}, _all(RECORD, granted=WORDS)),
        State("approved-unlisted", {"level": "approved", "listed": False}, _all(NOTHING, granted=WORDS)),
        State("closed-listed", {"level": "closed"}, _all(RECORD)),
        State("closed-unlisted", {"level": "closed", "listed": False}, _all(NOTHING)),
        State("embargoed-listed", {"embargo_until": later}, _all(RECORD)),
        State("embargoed-unlisted", {"embargo_until": later, "listed": False}, _all(NOTHING)),
        State("embargo-over", {"embargo_until": earlier, "listed": False}, _all(WORDS)),
        State("embargoed-approved", {"level": "approved", "embargo_until": later, "listed": False}, _all(NOTHING)),
        State("on-hold", {"hold": True}, _all(NOTHING)),
        State("on-hold-closed-listed", {"hold": True, "level": "closed"}, _all(NOTHING)),
        State("collection-unpublished", {}, _all(NOTHING), under_hidden_collection=True),
    ]
