"""Bring the search index up to date."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from search.engines import EngineUnavailable
from search.sync import DrainReport, drain
from search.tasks import Jobs


class Command(BaseCommand):
    """The search worker: once from a timer, or for ever as a service. Any number may run at the same time.

    One that runs for ever also compares index and database every RAWI_SEARCH_SWEEP_HOURS, and does what the
    admin's page asks for.
    """

    help = "Brings the search index up to date with every change noted since the last run."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--once`` or ``--forever``."""
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="Work through what is noted, then end (the default).")
        how.add_argument("--forever", action="store_true", help="Go on until stopped.")
        parser.add_argument("--interval", type=float, default=5.0, help="Seconds between two runs with --forever.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain once, or until a signal ends the process between two runs."""
        if not options["forever"]:
            try:
                report = drain()
            except EngineUnavailable as error:
                raise CommandError(str(error)) from error
            self._say(report)
            if report.failed:
                raise CommandError(_("Some testimonies could not be indexed: see search_check."))
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stop.set())
        jobs = Jobs()
        while not stop.is_set():
            close_old_connections()
            try:
                jobs.look()
                report = drain(patient=True)
                if report.indexed or report.failed:
                    self._say(report)
            except (EngineUnavailable, DatabaseError) as error:
                self.stderr.write(str(error))
            stop.wait(options["interval"])

    def _say(self, report: DrainReport) -> None:
        self.stdout.write(
            _("%(indexed)d testimonies indexed, %(failed)d failed")
            % {"indexed": report.indexed, "failed": report.failed}
        )
