"""``import_testimonies``: a folder or zip of accounts becomes testimonies."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from archive.importing.batch import open_batch
from archive.importing.problems import BatchError
from archive.importing.reporting import (
    RowReport,
    RowStatus,
    head_lines,
    problem_line,
    row_lines,
    summary_lines,
    write_csv,
)
from archive.importing.running import Options, import_batch
from archive.importing.running import Progress as OnRow

UNREADABLE = 2


class Command(BaseCommand):
    """Exit status: 0 when every row is in the archive, 1 when some are not, 2 when the batch cannot be read at all."""

    help = "Import a folder or zip of accounts with a manifest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options, as docs/reference/commands.md has them."""
        parser.add_argument("batch", type=Path, help="the folder, or the zip of it")
        parser.add_argument("--collection", default="", metavar="SLUG", help="the collection of rows that name none")
        parser.add_argument("--publish", action="store_true", help="publish what is imported")
        parser.add_argument("--dry-run", action="store_true", help="report everything and change nothing")
        parser.add_argument(
            "--resume", action="store_true", help="go on with an import that was interrupted, if there is one"
        )
        parser.add_argument("--create-terms", action="store_true", help="create terms that are not known, naming each")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the report as CSV too")
        parser.add_argument("--user", default="", metavar="NAME", help="the user in whose name it is imported")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it. ``--resume`` changes nothing: every run goes on where an earlier one of the same batch stopped."""
        actor = self._user(options["user"])
        chosen = Options(
            collection=options["collection"].casefold(),
            publish=options["publish"],
            dry_run=options["dry_run"],
            create_terms=options["create_terms"],
        )
        try:
            with open_batch(options["batch"]) as batch, self._progress(options["verbosity"]) as progress:
                report = import_batch(batch, chosen, actor, progress)
        except BatchError as error:
            raise CommandError(problem_line(error.problem), returncode=UNREADABLE) from None
        if options["resume"] and not report.done_before:
            self.stdout.write(_("There is nothing to go on with: the import begins with the first row."))
        lines = [*head_lines(report)]
        for row in report.rows:
            if options["verbosity"] > 1 or row.status != RowStatus.UNCHANGED or row.problems:
                lines += row_lines(row)
        for line in [*lines, *summary_lines(report)]:
            self.stdout.write(line)
        if options["report"]:
            try:
                write_csv(report, options["report"])
            except OSError as error:
                raise CommandError(
                    _("The report could not be written to %(path)s: %(reason)s")
                    % {"path": options["report"], "reason": error.strerror}
                ) from None
        if report.has_errors:
            sys.exit(1)

    def _user(self, name: str) -> Any:
        if not name:
            return None
        users = get_user_model()
        user = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
        if user is None:
            raise CommandError(_("There is no user %(name)s.") % {"name": name}, returncode=UNREADABLE)
        return user

    @contextmanager
    def _progress(self, verbosity: int) -> Iterator[OnRow | None]:
        """A bar on a terminal; elsewhere a line for every hundredth row, on the error output."""
        if verbosity == 0:
            yield None
        elif sys.stderr.isatty():
            from rich.console import Console

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
                task = bar.add_task("", total=None)

                def show(row: RowReport, total: int) -> None:
                    bar.update(task, description=row.reference, total=total, advance=1)

                yield show
        else:
            done = 0

            def count(_row: RowReport, total: int) -> None:
                nonlocal done
                done += 1
                if done % 100 == 0 or done == total:
                    self.stderr.write(_("%(done)s of %(total)s rows") % {"done": done, "total": total})

            yield count
