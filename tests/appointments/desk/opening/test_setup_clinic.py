"""`setup_clinic` asks for what is missing with the forms of the admin, and opens the form last."""

import builtins
from collections.abc import Callable
from io import StringIO

from django.core.management import CommandError, call_command
from django.db.models.functions import Now

import pytest

from appointments.models import MailTrial
from clinic.models import AccountMail, ClinicSettings, Practitioner, User
from tests.factories import make_home, make_policy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("new_site")]
NAME, PHONE = "Harbor Acupuncture", "949-510-6333"
ADDRESS = ["2 Pier Road", "San Juan Capistrano", "", "92675", ""]
WEEK = ["9-13, 14:00-18:00", "9-17", "", "", "", "", ""]
CLOSURES = ["2030-12-24", "2030-12-26", "Christmas", ""]
PRACTITIONER = ["Ana Reyes", "L.Ac.", "", "", "", ""]
OLIVE = ["Olive", "Owner", "olive@clinic.example"]
FREYA = ["Freya", "Desk", "freya@clinic.example"]


@pytest.fixture
def answer(monkeypatch) -> Callable[..., str]:
    """Answer the command's questions; when there are no answers left, whoever sits there goes away."""
    make_home()

    def run(*answers: str, **options: bool) -> str:
        left, out = iter(answers), StringIO()

        def ask(question: str = "") -> str:
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr(builtins, "input", ask)
        try:
            call_command("setup_clinic", stdout=out, **options)
        except (CommandError, SystemExit) as end:
            out.write(f"{type(end).__name__} {end}")
        assert next(left, None) is None, "every answer was asked for"
        return out.getvalue()

    return run


def test_it_goes_on_where_it_was_stopped_and_ends_with_an_open_form(
    answer, django_capture_on_commit_callbacks
):
    said = answer(NAME, PHONE)
    assert "Stopped. What was answered is kept" in said
    assert str(ClinicSettings.objects.get().phone) == "+19495106333"
    with django_capture_on_commit_callbacks(execute=True):
        said = answer(*ADDRESS, *WEEK, *CLOSURES, *PRACTITIONER, *OLIVE, *FREYA, "")
    assert "Missing before the form opens: 3" in said
    details, freya = ClinicSettings.objects.get(), User.objects.get(first_name="Freya")
    assert [len(hours) for _day, hours in details.week] == [2, 1, 0, 0, 0, 0, 0]
    assert [closure.reason for closure in details.upcoming_closures] == ["Christmas"]
    assert Practitioner.objects.get().role == "Licensed acupuncturist"
    assert [group.name for group in freya.groups.all()] == ["Front desk"]
    assert list(AccountMail.objects.values_list("name", flat=True)) == ["invitation", "invitation"]
    freya.set_password("chosen by the link")
    freya.save()
    MailTrial.objects.update(confirmed_at=Now())
    make_policy(live=True)
    said = answer("", "yes")
    assert "Patients can send requests now" in said
    assert ClinicSettings.objects.get().takes_requests


def test_a_wrong_answer_is_explained_in_the_words_of_the_admin_and_asked_again(answer):
    said = answer(
        NAME, "555", PHONE, *ADDRESS[:3], "92675", "", "9-8", *[""] * 6, *WEEK, "tomorrow", "", "", "", ""
    )
    assert "phone number" in said.lower()
    assert "Monday: the clinic must close after it opens." in said
    assert "Enter a valid date." in said
    assert str(ClinicSettings.objects.get().phone) == "+19495106333"
    assert len(ClinicSettings.objects.get().opening_hours) == 3


def test_show_lists_everything_for_a_script_and_asks_nothing(answer):
    said = answer(show=True)
    assert "MISSING  Phone" in said
    assert "/admin/opening/mail/" in said
    assert said.endswith("SystemExit 1")
    assert not ClinicSettings.objects.get().clinic_name
