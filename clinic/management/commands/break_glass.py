"""Emergency account, when nobody can sign in who could help: an administrator for an hour."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic.staff.break_glass import make_emergency_account


class Command(BaseCommand):
    help = "Make an administrator's account that ends after an hour. It is recorded, and all owners are told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--for", dest="for_whom", required=True, help="Name of the person who uses it.")
        parser.add_argument("--reason", required=True, help="Why, without a word about a patient.")

    def handle(self, *args: Any, **options: Any) -> None:
        for_whom, reason = options["for_whom"].strip(), options["reason"].strip()
        if not for_whom or not reason:
            raise CommandError("Say for whom the account is, and why: both are recorded.")
        email, password = make_emergency_account(for_whom, reason)
        self.stdout.write(f"Address: {email}\nPassword: {password}")
        self.stdout.write("They are shown this once. The account ends by itself in an hour.")
