"""Pictures whose file is lost: nothing fails by one, and whoever can choose another file is told."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wagtail.users.models import UserProfile

import pytest

from clinic.models import ClinicImage, ClinicSettings
from clinic.opening.needs import needs_of
from tests.cast import signed_in
from tests.clinic.media.pictures import written
from tests.factories import make_condition, make_picture, make_user, photo_of, picture_file
from tests.html_forms import longest_form

pytestmark = pytest.mark.django_db
FIELDS = {"title": "A hand", "description": "", "tags": "", "credit": "Ed", "license": "own picture"}
FIELDS |= {"alt_decision": "decorative", "people_shown": "nobody"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def root():
    return make_user(email="root@clinic.example", is_superuser=True)


@pytest.fixture
def lost() -> ClinicImage:
    """A picture on a page, without its file."""
    picture = make_picture()
    make_condition(hero=[photo_of(picture)], body=[photo_of(picture)])
    Path(picture.file.path).unlink()
    return picture


def addresses_of(picture: ClinicImage) -> list[str]:
    """Every address of the site and its admin that shows the picture or asks about it."""
    of_it = ("edit", "delete", "image_usage")
    in_chooser = ("chosen", "select_format")
    bulk = f"/admin/bulk/clinic/clinicimage/{{}}/?id={picture.pk}"
    return [
        "/conditions/sciatica/",
        reverse("wagtailimages:index"),
        reverse("wagtailimages:index") + "?layout=list",
        *(reverse(f"wagtailimages:{name}", args=[picture.pk]) for name in of_it),
        reverse("wagtailimages_chooser:choose"),
        *(reverse(f"wagtailimages_chooser:{name}", args=[picture.pk]) for name in in_chooser),
        reverse("wagtailimages_chooser:chosen_multiple") + f"?id={picture.pk}",
        *(bulk.format(action) for action in ("delete", "add_tags", "add_to_collection")),
        f"/admin/api/main/images/{picture.pk}/",
        "/admin/api/main/images/",
    ]


def test_no_page_fails_by_a_lost_file(lost, root, caplog):
    staff = signed_in(root)
    assert {address: staff.get(address).status_code for address in addresses_of(lost)} == dict.fromkeys(
        addresses_of(lost), 200
    )
    assert f"Picture {lost.pk} was not scaled: its file is lost." in caplog.messages
    staff.raise_request_exception = False
    preview = staff.get(reverse("wagtailimages:preview", args=[lost.pk, "max-100x100"]))
    assert preview.status_code == 503
    assert "picture cannot be shown right now" in preview.content.decode()


def test_its_words_are_changed_its_file_is_chosen_anew_and_it_is_deleted(lost, root):
    staff, form = signed_in(root), reverse("wagtailimages:edit", args=[lost.pk])
    fields = FIELDS | {"collection": lost.collection_id}
    assert staff.post(form, fields | {"credit": "Somebody else"}).status_code == 302
    lost.refresh_from_db()
    assert lost.credit == "Somebody else"
    staff.post(form, fields | {"file": SimpleUploadedFile("a.png", written("PNG"))})
    lost.refresh_from_db()
    assert staff.get(lost.file.url).status_code == 200
    Path(lost.file.path).unlink()
    assert staff.post(reverse("wagtailimages:delete", args=[lost.pk])).status_code == 302
    assert not ClinicImage.objects.exists()


def test_the_list_of_needs_names_it_with_its_page(lost, root):
    make_picture(title="Another that is there")
    need = next(need for need in needs_of(ClinicSettings.of_the_default_site()) if need.name == "pictures")
    assert (need.is_met, need.is_required) == (False, False)
    assert f"“{lost.title}” is lost" in need.missing
    assert signed_in(root).get(need.link).status_code == 200


def test_an_account_whose_picture_is_lost_can_be_changed(root):
    profile = UserProfile.get_for_user(root)
    profile.avatar = picture_file()
    profile.save()
    Path(profile.avatar.path).unlink()
    staff = signed_in(root)
    account = longest_form(staff.get("/admin/account/").content.decode())
    for typed in ({}, {"avatar-avatar": SimpleUploadedFile("a.png", written("PNG"))}):
        assert staff.post("/admin/account/", account | typed).status_code == 302
    profile.refresh_from_db()
    assert Path(profile.avatar.path).exists()
