"""Write the search index anew."""

from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress as Bars

from archive.api import indexable_ids
from search.engines import EngineUnavailable, search_engine
from search.models import SearchTask
from search.sync import rebuild, rollback
from search.tasks import Progress, done_here


class Command(BaseCommand):
    """Rebuild every space beside the one in use, then switch. Searching and publishing go on meanwhile."""

    help = "Writes the search index anew from the database, beside the one in use, and then puts it in its place."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--rollback`` or ``--if-missing``."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--if-missing",
            action="store_true",
            help="Do nothing where there is an index already, current or not: for the start of a service.",
        )
        which.add_argument(
            "--rollback",
            action="store_true",
            help="Put the index that was in use before the last rebuild back in use (Elasticsearch only).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild with a progress bar and say what was written; or go back."""
        if options["rollback"]:
            try:
                generations = rollback()
            except EngineUnavailable as error:
                raise CommandError(str(error)) from error
            for generation in generations:
                self.stdout.write(_("%(generation)s is in use again") % {"generation": generation})
            return
        if options["if_missing"] and _complete():
            return
        total = sum(1 for _id in indexable_ids())
        quiet = options["verbosity"] == 0
        with Bars(console=Console(stderr=True), disable=quiet) as bars:
            tasks: dict[str, Any] = {}

            def show(space: str, written: int, note: Progress) -> None:
                if space not in tasks:
                    tasks[space] = bars.add_task(space, total=total)
                bars.update(tasks[space], completed=written)
                note(space, written)

            try:
                with done_here(SearchTask.Kind.REBUILD) as (_task, note):
                    reports = rebuild(partial(show, note=note))
            except EngineUnavailable as error:
                raise CommandError(str(error)) from error
        if quiet:
            return
        for report in reports:
            self.stdout.write(
                _("%(space)s: %(documents)d testimonies, %(passages)d passages, %(seconds).1f s")
                % {
                    "space": report.space,
                    "documents": report.documents,
                    "passages": report.passages,
                    "seconds": report.seconds,
                }
            )


def _complete() -> bool:
    """Whether every space has an index."""
    try:
        return all(space.ready for space in search_engine().health().spaces)
    except EngineUnavailable as error:
        raise CommandError(str(error)) from error
