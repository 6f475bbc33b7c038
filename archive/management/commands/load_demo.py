"""``load_demo``: the demo archive and an archivist's account."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from archive.demo.loading import DemoError, load_demo
from archive.demo.sign_in import NAME, known_password, make_archivist


class Command(BaseCommand):
    """Loads what is missing; what is there, edited or not, stays. Run twice, it changes nothing the second time."""

    help = "Load the demo archive and make an archivist's account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options."""
        parser.add_argument(
            "--sign-in", action="store_true", help="only print the archivist's name and password, on one line"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or print the name and password."""
        if options["sign_in"]:
            self._print_sign_in()
            return
        try:
            for step, made in load_demo(lambda: call_command("make_roles", verbosity=0, stdout=self.stderr)):
                if options["verbosity"] and made:
                    self.stdout.write(f"{step}: {made}")
        except DemoError as error:
            raise CommandError(str(error)) from None
        make_archivist()

    def _print_sign_in(self) -> None:
        password = known_password()
        if password:
            self.stdout.write(f"{NAME}   {password}")
        else:
            self.stdout.write(_("%(name)s (its password was changed, or it is not there)") % {"name": NAME})
