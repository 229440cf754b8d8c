"""Command that fills an empty site with the demonstration: articles, pages, invented people and sign-ins."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from wagtail.models import Site

from articles.demo.pages import load_pages
from articles.demo.records import STAFF, UnverifiedSourceError, load_records
from clinic.models import HomePage


class Command(BaseCommand):
    help = "Fill an empty site with the demonstration content. Does nothing where pages exist already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--password", required=True, help="The password of all demonstration sign-ins.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        home = site.root_page.specific
        if not isinstance(home, HomePage):
            raise CommandError("The site's root is not a home page. Run `manage.py migrate` first.")
        if home.get_children().exists():
            self._tell(options, "The site has pages already: nothing was changed.")
            return
        password = _good_password(options["password"])
        try:
            pages = load_pages(home, load_records(site, password))
        except UnverifiedSourceError as error:
            raise CommandError(f"The source {error} is not verified. No article may rest on it.") from error
        self._tell(options, f"Made {pages} pages. Everybody below signs in at /admin/ with: {password}")
        for email, _name, group in STAFF:
            self._tell(options, f"  {email:<24} {group or 'Administrator'}")

    def _tell(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)


def _good_password(given: str) -> str:
    try:
        validate_password(given)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return given
