"""``manage.py make_roles``: the groups Archivists and Publishers with their rights."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.editorial.roles import NoHomePage, make_roles


class Command(BaseCommand):
    """Makes the two groups, or brings their rights up to date. Run twice, it changes nothing the second time."""

    help = (
        "Make the groups Archivists (describe, edit words, tag, vocabularies) and Publishers (also publish, decide "
        "about access, approve). Their rights hold for the home page and everything below it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both groups in one transaction."""
        try:
            groups = make_roles()
        except NoHomePage:
            raise CommandError("There is no home page yet: make one first (make_home).") from None
        if options["verbosity"]:
            for name, made in groups.items():
                self.stdout.write(f"{name}: {'made' if made else 'up to date'}")
