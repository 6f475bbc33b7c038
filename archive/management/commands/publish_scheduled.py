"""Publish and unpublish what is due. Takes the place of Wagtail's command of this name.

Wagtail's sends its signals outside any transaction: a process killed in between would leave a page off the site and
still in the index. Here each page is one transaction with its audit row and its note for the search index, and a page
that fails does not hold up the others. Only pages have drafts in this archive, so only pages are scheduled.
"""

import logging
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.actions.publishing import pages_due, publish_due, unpublish_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Unpublishes first, so that nothing stays longer than it should because something else was slow to appear."""

    help = "Publishes and unpublishes the pages whose day has come, each in a transaction of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--dryrun``."""
        parser.add_argument("--dryrun", action="store_true", help="Say what is due and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is due, or say it. Pages are named by their ids: titles have no place in a log."""
        off, on = pages_due()
        if options["dryrun"]:
            for page_id in off:
                self.stdout.write(_("To be unpublished: page %(id)s") % {"id": page_id})
            for _revision_id, object_id in on:
                self.stdout.write(_("To be published: page %(id)s") % {"id": object_id})
            return
        failed = 0
        for page_id in off:
            failed += not self._done(page_id, partial(unpublish_due, page_id=page_id))
        for revision_id, object_id in on:
            failed += not self._done(object_id, partial(publish_due, revision_id=revision_id))
        if failed:
            raise CommandError(_("Some pages could not be published or unpublished: the log names them."))

    def _done(self, page_id: object, action: "partial[bool]") -> bool:
        try:
            action()
        except Exception as error:  # noqa: BLE001 one bad page must not stop the others
            # No words of the page in a log: the kind of error and the page's id are enough to find it.
            logger.error("%s: page %s failed: %s", action.func.__name__, page_id, type(error).__name__)
            return False
        return True
