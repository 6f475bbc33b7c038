"""Say whether the search index and the database agree."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search.checking import DriftKind, find_drift
from search.engines import EngineUnavailable
from search.sync import note_change

_REPAIRABLE = frozenset({DriftKind.MISSING, DriftKind.STALE, DriftKind.LEFT_OVER})


class Command(BaseCommand):
    """Print every difference and exit with 1 if there is one."""

    help = "Compares the search index with the database both ways; prints every difference and exits with 1 if any."

    def add_arguments(self, parser: Any) -> None:
        """Take ``--repair``."""
        parser.add_argument(
            "--repair", action="store_true", help="Note the testimonies that differ, for search_sync to index."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, print, and note what differs if asked to."""
        differing: set[int] = set()
        hidden: set[int] = set()
        found = 0
        try:
            for drift in find_drift():
                found += 1
                self.stdout.write(" ".join(filter(None, (drift.kind, drift.space, str(drift.testimony_id or "")))))
                if drift.kind in _REPAIRABLE:
                    (hidden if drift.kind is DriftKind.LEFT_OVER else differing).add(drift.testimony_id)
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error
        if options["repair"]:
            note_change(differing - hidden)
            note_change(hidden, hidden=True)
        if found:
            self.stdout.write(_("%(total)d differences") % {"total": found})
            sys.exit(1)
        self.stdout.write(_("Index and database agree."))
