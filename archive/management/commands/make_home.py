"""``make_home``: what a new archive needs before anybody can work in it."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from archive.actions.home import HomeWords, make_home
from archive.models import HomeText


class Command(BaseCommand):
    """Makes the home page and the groups of the staff. What is there already stays as it is."""

    help = "Make the home page of an empty archive, with its name in English and Arabic, and the groups of the staff."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the two names."""
        parser.add_argument("english", help="the archive's name in English")
        parser.add_argument("arabic", help="the archive's name in Arabic")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both in one transaction."""
        names = {"en": options["english"].strip(), "ar": options["arabic"].strip()}
        longest = HomeText._meta.get_field("name").max_length
        if not all(0 < len(name) <= longest for name in names.values()):
            raise CommandError(_("A name has 1 to %(longest)d letters.") % {"longest": longest})
        with transaction.atomic():
            _home, made = make_home({language: HomeWords(name) for language, name in names.items()})
            call_command("make_roles", verbosity=0)
        if not options["verbosity"]:
            return
        if made:
            self.stdout.write(_("The home page is made. Write its first words in the admin."))
        else:
            self.stdout.write(_("There is a home page already: it stays as it is."))
