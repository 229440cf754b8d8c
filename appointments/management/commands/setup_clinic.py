"""Command that asks for what a clinic needs before its form opens, and goes on where it was stopped."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from appointments.models import MailTrial
from appointments.permissions import desk_emails
from clinic.models import ClinicSettings, Practitioner, User
from clinic.opening.acts import open_form
from clinic.opening.needs import Need, needs_of
from clinic.opening.terminal import Left, Terminal, form_of_details, form_of_new
from clinic.pages.metadata.canonical import absolute
from clinic.staff.accounts import log_roles
from clinic.staff.forms import NewAccountForm
from clinic.staff.roles import FRONT_DESK, OWNER

# Fields of the clinic's details that belong to a need.
_OF_DETAILS = {
    "clinic_name": ["clinic_name"],
    "phone": ["phone"],
    "street_address": ["street_address", "locality", "region", "postal_code", "directions"],
    "opening_hours": ["opening_hours"],
    "closures": ["closures"],
    "licensing_board": ["licensing_board", "licensing_board_phone"],
}
_OF_PRACTITIONER = ["name", "post_nominals", "role", "license_number", "license_expires", "languages"]
_OF_ACCOUNT = ["first_name", "last_name", "email"]
_ROLES = {"owner": OWNER, "desk": FRONT_DESK}


class Command(BaseCommand):
    help = (
        "Set up the clinic: asks for everything that is missing before patients may send requests, with the "
        "forms of the admin, and opens the form at the end. Stop it at any time and run it again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--show",
            action="store_true",
            help="Only list it; ends with 1 while something is missing.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show"]:
            if self.show():
                raise SystemExit(1)
            return
        terminal = Terminal(input, self.stdout.write)
        try:
            for need in needs_of(ClinicSettings.of_the_default_site()):
                if not need.is_met:
                    self.take_step(terminal, need)
            self.finish(terminal, self.show())
        except (EOFError, KeyboardInterrupt):
            self.stdout.write("")
            self.show()
            raise CommandError("Stopped. What was answered is kept: run the command again.") from None

    def show(self) -> int:
        """List the needs, each with where it is mended; return how many keep the form from being opened."""
        details = ClinicSettings.of_the_default_site()
        needs = needs_of(details)
        for need in needs:
            state = "done" if need.is_met else "MISSING" if need.is_required else "not yet"
            self.stdout.write(f"{state:<8} {need.title}")
            if not need.is_met:
                self.stdout.write(f"         {need.missing}\n         {absolute(need.link)}")
        self.stdout.write("The form is open." if details.opened_at else "The form is closed.")
        return sum(need.is_required and not need.is_met for need in needs)

    def take_step(self, terminal: Terminal, need: Need) -> None:
        """Ask for what meets the need; where a terminal cannot, say where it is done."""
        self.stdout.write(f"\n{need.title}\n{need.missing}")
        try:
            if need.name in _OF_DETAILS:
                # Read anew: the steps before have changed it.
                details = ClinicSettings.of_the_default_site()
                terminal.fill(form_of_details(details), _OF_DETAILS[need.name]).save()
            elif need.name == "practitioners":
                terminal.fill(form_of_new(Practitioner), _OF_PRACTITIONER).save()
            elif need.name in _ROLES:
                self.invite(terminal, _ROLES[need.name])
            elif need.name == "mail":
                self.try_mail(terminal)
            elif need.name == "demonstration":
                self.remove_demonstration(terminal)
            else:
                self.stdout.write(f"Done in the admin: {absolute(need.link)}")
        except Left:
            self.stdout.write("Left for later.")

    def invite(self, terminal: Terminal, role: str) -> None:
        """Make an account with the role, whose owner chooses a password by the link of an invitation."""
        acting, group = User(is_superuser=True), Group.objects.get(name=role)

        def make(answers: Any) -> NewAccountForm:
            return NewAccountForm({**answers, "groups": [group.pk]} if answers else None, acting=acting)

        form = terminal.fill(make, _OF_ACCOUNT)
        with transaction.atomic():
            account = form.save()
            account.groups.set([group])
            log_roles(account, set(), None)
        self.stdout.write(f"An invitation goes to {account.email}; its link works for three days.")

    def try_mail(self, terminal: Terminal) -> None:
        """Let the worker send a test message, and wait for somebody to confirm it."""
        if not desk_emails():
            self.stdout.write("There is nobody at the front desk yet who could read it.")
            return
        MailTrial.ask(None)
        self.stdout.write(f"A test message goes to {', '.join(desk_emails())}, when the worker runs.")
        terminal.ask(_("Press Enter when somebody has pressed the button that its link leads to. "))
        if not MailTrial.objects.confirmed().exists():
            self.stdout.write("Nobody has yet. Whenever somebody does, it counts.")

    def remove_demonstration(self, terminal: Terminal) -> None:
        """Remove the demonstration, or leave it."""
        if not terminal.agrees("Remove the demonstration now?"):
            raise Left
        drafts = terminal.agrees("Keep its pages, as drafts?")
        call_command("remove_demonstration", no_input=True, keep_as_drafts=drafts, stdout=self.stdout)

    def finish(self, terminal: Terminal, missing: int) -> None:
        """Open the form, once everything is there and somebody says so."""
        details = ClinicSettings.of_the_default_site()
        if details.opened_at:
            return
        if missing:
            self.stdout.write(f"Missing before the form opens: {missing}. Run the command again.")
        elif terminal.agrees("Everything is there. Open the form to patients now?"):
            open_form(details, None)
            self.stdout.write("The form is open. Patients can send requests now.")
