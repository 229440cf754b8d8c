"""Words that promise too much at every door through which text becomes public: each refuses them.

Each door is tried by somebody who may use it. What a page lacks is asked in test_gate_doors.py.
"""

import datetime
import io
import json
from html import unescape

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, UploadedFile

import pytest

from articles.models import Correction, SafetyNotice
from clinic.gate import NotReadyError
from clinic.identity.ailments.records import Ailment
from clinic.models import ClinicImage, ClinicSettings, InformationPage, Practitioner
from tests.articles.test_editor import article_form
from tests.cast import make_ed, make_rita, make_sam, signed_in
from tests.clinic.identity.test_details import details_form
from tests.factories import (
    make_condition,
    make_details,
    make_home,
    make_information_page,
    make_picture,
    make_practitioner,
    make_safety_notice,
    picture_file,
)

pytestmark = pytest.mark.django_db
# Words of the list, and a comparison in words that stand in no list, with what is said of each.
SUPERIOR = "Needling is superior to surgery"
SAYS = {"A miracle": "it says “miracle”", SUPERIOR: "compares or counts (“"}
ADDRESSES = {"A miracle": "a-miracle", SUPERIOR: "needling-is-superior-to-surgery"}


def in_an_address(words: str) -> str:
    return ADDRESSES[words]


def page_form(**changes: str) -> dict[str, str]:
    form = article_form(("heading", "Why?"), title="About us", slug="about-us", introduction="Ask us.")
    return {**form, **changes}


def a_draft_that_says(words, **fields) -> InformationPage:
    page = make_information_page(**fields)
    page.introduction = words
    page.save_revision()
    return page


def edit_url(page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def by_editor(words):
    page = make_information_page()
    return signed_in(make_rita()).post(
        edit_url(page), page_form(introduction=words, slug=page.slug, **{"action-publish": "1"})
    )


def by_creating(words):
    url = f"/admin/pages/add/clinic/informationpage/{make_home().pk}/"
    return signed_in(make_rita()).post(url, page_form(introduction=words, **{"action-publish": "1"}))


def by_a_new_address(words):
    page = make_information_page()
    form = page_form(slug=in_an_address(words), **{"action-publish": "1"})
    return signed_in(make_rita()).post(edit_url(page), form)


def by_reverting(words):
    page = a_draft_that_says(words)
    old = page.latest_revision
    page.introduction = "Ask us."
    page.save_revision()
    form = page_form(introduction=words, slug=page.slug, **{"action-publish": "1"})
    return signed_in(make_rita()).post(f"/admin/pages/{page.pk}/revisions/{old.pk}/revert/", form)


def by_bulk(words):
    page = a_draft_that_says(words)
    url = f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/"
    return signed_in(make_rita()).post(url, follow=True)


def by_the_admins_api(words):
    page = a_draft_that_says(words)
    return signed_in(make_sam()).post(f"/admin/api/main/pages/{page.pk}/action/publish/")


def by_a_schedule(words):
    later = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    page = make_information_page()
    form = page_form(introduction=words, slug=page.slug, go_live_at=later, **{"action-publish": "1"})
    return signed_in(make_rita()).post(edit_url(page), form)


def by_a_schedule_in_code(words):
    a_draft_that_says(words, slug="other").save_revision(approved_go_live_at=timezone.now())
    call_command("publish_scheduled")


def by_revision(words):
    a_draft_that_says(words).latest_revision.publish()


def by_saving(words):
    page = make_information_page()
    page.introduction = words
    page.save()


def by_adding(words):
    make_home().add_child(instance=InformationPage(title=words, slug="x"))


def stored_past_the_gate(words) -> InformationPage:
    page = make_information_page()
    InformationPage.objects.filter(pk=page.pk).update(introduction=words)
    return InformationPage.objects.get(pk=page.pk)


def by_copying(words):
    CopyPageAction(stored_past_the_gate(words), update_attrs={"slug": "copy"}, keep_live=True).execute()


def by_an_alias(words):
    CreatePageAliasAction(stored_past_the_gate(words), update_slug="twin").execute()


def by_an_alias_in_another_language(words):
    spanish, _new = Locale.objects.get_or_create(language_code="es")
    stored_past_the_gate(words).copy_for_translation(spanish, copy_parents=True, alias=True)


def rich(words: str) -> str:
    return json.dumps({"blocks": [{"text": words, "type": "unstyled", "key": "a"}], "entityMap": {}})


def by_a_new_notice(words):
    return signed_in(make_sam()).post(
        "/admin/snippets/articles/safetynotice/add/", {"title": "x", "body": rich(words)}
    )


def by_a_notice(words):
    url = f"/admin/snippets/articles/safetynotice/edit/{make_safety_notice().pk}/"
    return signed_in(make_sam()).post(url, {"title": "x", "body": rich(words)})


def by_an_ailment(words):
    form = {"name": words, "other_names": "", "sentence": "We see people with it.", "sort_order": "0"}
    return signed_in(make_sam()).post("/admin/ailments/new/", form)


def practitioner_form(**changes: str) -> dict[str, str]:
    form = {"name": "Ana", "role": "Healer", "biography": "x", "sort_order": "0", "licensing_board": "Board"}
    return {**form, "working_hours-count": "0", "leave-count": "0", **changes}


def by_a_persons_name(words):
    form = practitioner_form(name=f"Ana {words}")
    return signed_in(make_sam()).post(f"/admin/practitioners/edit/{make_practitioner().pk}/", form)


def by_a_persons_letters(words):
    return signed_in(make_sam()).post("/admin/practitioners/new/", practitioner_form(post_nominals=words))


def by_the_details(words):
    details = make_details()
    url = f"/admin/settings/clinic/clinicsettings/{details.site_id}/"
    return signed_in(make_sam()).post(url, details_form(hours=[("0", "9", "12")], locality=words))


def by_a_closed_day(words):
    details = make_details()
    day = datetime.date(2030, 12, 24)
    details.closures = [("closure", {"first_day": day, "last_day": day, "reason": words})]
    details.full_clean()


def by_the_announcement(words):
    make_details()
    until = timezone.localtime(timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    form = {"announcement": words, "announced_from": "", "announced_until": until, "what": "save"}
    return signed_in(make_ed()).post("/admin/announcement/", form)


def picture_form(**changes) -> dict:
    form = {"title": "A hand", "description": "A hand", "tags": "", "credit": "Ana", "license": "Own"}
    return {**form, "alt_decision": "described", "people_shown": "nobody", **changes}


def by_a_new_picture(words):
    form = picture_form(file=picture_file(), license=words)
    return signed_in(make_ed()).post("/admin/images/add/", form)


def by_a_picture(words):
    url = f"/admin/images/{make_picture().pk}/"
    return signed_in(make_sam()).post(url, picture_form(title=words))


def by_a_redirect(words):
    form = {"old_path": f"/{in_an_address(words)}/", "redirect_link": "https://x.example/"}
    return signed_in(make_sam()).post("/admin/redirects/add/", form)


def by_imported_redirects(words):
    sam = signed_in(make_sam())
    file = io.BytesIO(f"from,to\n/{in_an_address(words)}/,https://x.example/\n".encode())
    file.name = "redirects.csv"
    asked = sam.post("/admin/redirects/import/", {"import_file": file})
    form = {**asked.context["form"].initial, "from_index": "0", "to_index": "1", "permanent": "on"}
    return sam.post("/admin/redirects/import/process/", form)


def by_a_correction(words):
    page = make_condition()
    form = {"corrected_on": "2026-11-03", "corrected_by": "R", "is_right": words, "was_wrong": "x"}
    return signed_in(make_rita()).post(f"/admin/reviews/{page.pk}/correction/", form)


def by_a_chosen_picture(words):
    form = picture_form(file=picture_file(), title=words)
    posted = {f"image-chooser-upload-{name}": value for name, value in form.items()}
    return signed_in(make_ed()).post("/admin/images/chooser/create/", posted)


def by_one_of_several_pictures(words):
    picture = make_picture()
    form = {f"image-{picture.pk}-{name}": value for name, value in picture_form(description=words).items()}
    address = f"/admin/images/multiple/{picture.pk}/"
    return signed_in(make_sam()).post(address, form, headers={"x-requested-with": "XMLHttpRequest"})


def by_the_form_below_several_pictures(words):
    sam, kind = make_sam(), ContentType.objects.get_for_model(ClinicImage)
    file = UploadedFile.objects.create(file=picture_file(), for_content_type=kind, uploaded_by_user=sam)
    form = {f"uploaded-image-{file.pk}-{name}": value for name, value in picture_form(title=words).items()}
    return signed_in(sam).post(f"/admin/images/multiple/create_from_uploaded_image/{file.pk}/", form)


def by_an_alias_that_becomes_a_page(words):
    page = make_information_page()
    twin = CreatePageAliasAction(page, update_slug="twin").execute()
    InformationPage.objects.filter(pk=twin.pk).update(introduction=words)
    ConvertAliasPageAction(InformationPage.objects.get(pk=twin.pk)).execute()
    InformationPage.objects.get(pk=twin.pk).latest_revision.publish()


DOORS = [door for name, door in globals().items() if name.startswith("by_")]


def whatever_is_public() -> str:
    """Return all that the doors could have made public."""
    models = (Ailment, ClinicImage, ClinicSettings, Correction, Practitioner, Redirect, SafetyNotice)
    rows = [row for model in models for row in model.objects.values()]
    return str([rows, list(InformationPage.objects.live().values("title", "slug", "introduction"))])


PAST_THE_GATE = (by_copying, by_an_alias, by_an_alias_in_another_language, by_an_alias_that_becomes_a_page)


@pytest.mark.parametrize("words", SAYS)
@pytest.mark.parametrize("door", DOORS)
def test_every_door_refuses_the_words_and_says_where(door, words):
    try:
        response = door(words)
    except (NotReadyError, ValidationError) as refusal:
        seen = str(refusal.messages)
    else:
        seen = response.content.decode()
        if "json" in response.headers["content-type"]:
            seen = str(response.json())
    assert SAYS[words].lower() in unescape(seen).lower()
    public = whatever_is_public().lower().replace(in_an_address(words), words.lower())
    assert public.count(words.lower()) == (1 if door in PAST_THE_GATE else 0)
