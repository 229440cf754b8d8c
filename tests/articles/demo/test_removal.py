"""The demonstration goes by one command: what was made up, and nothing that a clinic made itself."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command

from wagtail.models import Page

import pytest

from appointments.models import AppointmentRequest
from articles.demo.removal import remove_demonstration
from articles.models import ConditionPage, ReviewRecord, Source
from clinic.checks import check_demonstration_data
from clinic.models import ClinicImage, ClinicSettings, InformationPage, Practitioner, User
from tests import cast
from tests.appointments.factories import make_request
from tests.databases import rows_for_many
from tests.factories import make_claim, make_condition, make_practitioner, make_verified_source

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration's site, for all tests that ask for it."""
    with rows_for_many(django_db_blocker):
        call_command("load_demo_site", password="needles-in-the-haystack", verbosity=0)
        yield


def content_of(page: Page) -> dict[str, Any]:
    return Page.objects.get(pk=page.pk).specific.serializable_data()


def remove(*options: str) -> str:
    out = StringIO()
    call_command("remove_demonstration", "--no-input", *options, stdout=out)
    return out.getvalue()


# First: the demonstration stays until the last test of this file.
def test_nobody_is_locked_out():
    with pytest.raises(CommandError, match="createsuperuser"):
        remove()


@pytest.mark.usefixtures("demonstration")
class TestRemoved:
    """All of it, loaded once."""

    def test_all_that_was_made_up_goes_and_the_site_is_as_new(self, client):
        cast.make_sam()
        remove_demonstration(keep_drafts=False)
        assert not ConditionPage.objects.exists()
        assert not Source.objects.exists()
        assert not ClinicImage.objects.exists()
        assert not Practitioner.objects.exists()
        assert list(User.objects.values_list("first_name", flat=True)) == ["Sam"]
        details = ClinicSettings.objects.get()
        assert (str(details.phone), details.opening_hours.raw_data[:]) == ("", [])
        assert check_demonstration_data(None) == []
        # What was answered for stays written down, without the invented people's accounts.
        assert not ReviewRecord.objects.exclude(page=None).exists()
        assert client.get("/").status_code == 200

    def test_what_a_clinic_made_itself_stays_word_for_word(self):
        sam = cast.make_sam()
        source, robin = (
            make_verified_source(verified_by=sam),
            Practitioner.objects.get(name="Robin Demonstration"),
        )
        own = [
            make_condition(
                title="Tennis elbow",
                slug="tennis-elbow",
                author=make_practitioner(name="Ana Reyes"),
                clinical_reviewer=robin,
                body=[make_claim(sources=[source, Source.objects.exclude(pk=source.pk)[0]])],
            ),
            InformationPage.objects.get(slug="fees").add_child(
                instance=InformationPage(title="Insurance", slug="insurance")
            ),
        ]
        own.append(own[1].add_child(instance=InformationPage(title="Forms", slug="forms")))
        before = [content_of(page) for page in own]
        stayed = " ".join(remove_demonstration(keep_drafts=False).stayed)
        assert [content_of(page) for page in own] == before
        assert "“Fees” stays, because “Insurance” stands below it" in stayed
        assert "Robin Demonstration stays, because a page or a visit names them" in stayed
        assert stayed.count("because a page cites it") == 1
        assert Source.objects.filter(verified_by=None).count() == 1
        assert Practitioner.objects.filter(name="Ana Reyes").exists()
        assert set(InformationPage.objects.values_list("slug", flat=True)) == {
            "fees",
            "insurance",
            "forms",
            "good-faith-estimate",
        }
        assert "clinic.E001" in {message.id for message in check_demonstration_data(None)}

    def test_pages_that_are_kept_are_drafts_without_invented_names_in_any_version(self, client):
        cast.make_sam()
        how_many = ConditionPage.objects.count()
        remove_demonstration(keep_drafts=True)
        assert ConditionPage.objects.count() == how_many
        assert not ConditionPage.objects.live().exists()
        for page in ConditionPage.objects.all():
            (revision,) = page.revisions.all()
            for version in (page, revision.as_object()):
                assert version.author is None and version.last_reviewed is None
        assert client.get("/fees/").status_code == 404
        assert not Practitioner.objects.exists()
        assert check_demonstration_data(None) == [], "a draft that is marked is seen by nobody"

    def test_an_account_that_stands_in_records_never_signs_in_again(self):
        cast.make_sam()
        dana = User.objects.get(first_name="Dana")
        cast.signed_in(dana).get(f"/admin/requests/inspect/{make_request().pk}/")
        remove_demonstration(keep_drafts=False)
        dana.refresh_from_db()
        assert (dana.is_active, dana.is_demonstration, dana.has_usable_password()) == (False, False, False)

    def test_the_page_of_the_admin_does_the_same_for_an_administrator_alone(self):
        assert cast.signed_in(cast.make_olive()).post("/admin/opening/demonstration/").status_code == 302
        assert Practitioner.objects.filter(is_demonstration=True).exists()
        browser = cast.signed_in(cast.make_sam())
        assert "Sciatica" in browser.get("/admin/opening/demonstration/").text
        page = browser.post("/admin/opening/demonstration/", {"pages": "remove"}, follow=True)
        assert "What was made up is removed" in page.text
        assert not Practitioner.objects.exists()
        page = browser.get("/admin/opening/demonstration/").text
        assert "Nothing of the demonstration is left" in page

    def test_invented_requests_go_and_a_patient_s_stays(self):
        call_command("load_demo_requests", verbosity=0)
        cast.make_sam()
        own = make_request(received_ago=timedelta(hours=1))
        assert "requests: " in remove()
        assert list(AppointmentRequest.objects.all()) == [own]
        assert not Practitioner.objects.exists()
