"""Write the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from archive.api import indexable_ids
from search.engines import EngineUnavailable
from search.sync import rebuild, rollback


class Command(BaseCommand):
    """Rebuild every space beside the one in use, then switch. Searching and publishing go on meanwhile."""

    help = "Writes the search index anew from the database, beside the one in use, and then puts it in its place."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--rollback``."""
        parser.add_argument(
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
        total = sum(1 for _id in indexable_ids())
        quiet = options["verbosity"] == 0
        with Progress(console=Console(stderr=True), disable=quiet) as bars:
            tasks: dict[str, Any] = {}

            def show(space: str, written: int) -> None:
                if space not in tasks:
                    tasks[space] = bars.add_task(space, total=total)
                bars.update(tasks[space], completed=written)

            try:
                reports = rebuild(show)
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
