"""Say whether the search index and the database agree."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search.checking import Drift, sweep
from search.engines import EngineUnavailable
from search.models import SearchTask
from search.tasks import done_here


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

        def show(drift: Drift) -> None:
            self.stdout.write(" ".join(filter(None, (drift.kind, drift.space, str(drift.testimony_id or "")))))

        try:
            with done_here(SearchTask.Kind.CHECK) as (task, progress):
                task.found = dict(sweep(show, repair=options["repair"], progress=progress))
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error
        found = sum(task.found.values())
        if found:
            self.stdout.write(_("%(total)d differences") % {"total": found})
            sys.exit(1)
        self.stdout.write(_("Index and database agree."))
