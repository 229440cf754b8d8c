"""One word that promises too much at every door through which text becomes public: each refuses it.

Each door is tried by somebody who may use it. What a page lacks is asked in test_gate_doors.py.
"""

import datetime
import io

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

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
SAYS = "it says “miracle”"
WORD = "A miracle"


def page_form(**changes: str) -> dict[str, str]:
    form = article_form(("heading", "Why?"), title="About us", slug="about-us", introduction="Ask us.")
    return {**form, **changes}


def a_draft_that_says_it(**fields) -> InformationPage:
    page = make_information_page(**fields)
    page.introduction = WORD
    page.save_revision()
    return page


def edit_url(page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def by_editor():
    page = make_information_page()
    return signed_in(make_rita()).post(
        edit_url(page), page_form(introduction=WORD, slug=page.slug, **{"action-publish": "1"})
    )


def by_creating():
    url = f"/admin/pages/add/clinic/informationpage/{make_home().pk}/"
    return signed_in(make_rita()).post(url, page_form(introduction=WORD, **{"action-publish": "1"}))


def by_a_new_address():
    page = make_information_page()
    form = page_form(slug="a-miracle", **{"action-publish": "1"})
    return signed_in(make_rita()).post(edit_url(page), form)


def by_reverting():
    page = a_draft_that_says_it()
    old = page.latest_revision
    page.introduction = "Ask us."
    page.save_revision()
    form = page_form(introduction=WORD, slug=page.slug, **{"action-publish": "1"})
    return signed_in(make_rita()).post(f"/admin/pages/{page.pk}/revisions/{old.pk}/revert/", form)


def by_bulk():
    page = a_draft_that_says_it()
    url = f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/"
    return signed_in(make_rita()).post(url, follow=True)


def by_the_admins_api():
    page = a_draft_that_says_it()
    return signed_in(make_sam()).post(f"/admin/api/main/pages/{page.pk}/action/publish/")


def by_a_schedule():
    later = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    page = make_information_page()
    form = page_form(introduction=WORD, slug=page.slug, go_live_at=later, **{"action-publish": "1"})
    return signed_in(make_rita()).post(edit_url(page), form)


def by_a_schedule_in_code():
    a_draft_that_says_it(slug="other").save_revision(approved_go_live_at=timezone.now())
    call_command("publish_scheduled")


def by_revision():
    a_draft_that_says_it().latest_revision.publish()


def by_saving():
    page = make_information_page()
    page.introduction = WORD
    page.save()


def by_adding():
    make_home().add_child(instance=InformationPage(title=WORD, slug="x"))


def stored_past_the_gate() -> InformationPage:
    page = make_information_page()
    InformationPage.objects.filter(pk=page.pk).update(introduction=WORD)
    return InformationPage.objects.get(pk=page.pk)


def by_copying():
    CopyPageAction(stored_past_the_gate(), update_attrs={"slug": "copy"}, keep_live=True).execute()


def by_an_alias():
    CreatePageAliasAction(stored_past_the_gate(), update_slug="twin").execute()


def by_an_alias_in_another_language():
    spanish, _new = Locale.objects.get_or_create(language_code="es")
    stored_past_the_gate().copy_for_translation(spanish, copy_parents=True, alias=True)


RICH = '{"blocks":[{"text":"A miracle","type":"unstyled","key":"a"}],"entityMap":{}}'


def by_a_new_notice():
    return signed_in(make_sam()).post(
        "/admin/snippets/articles/safetynotice/add/", {"title": "x", "body": RICH}
    )


def by_a_notice():
    url = f"/admin/snippets/articles/safetynotice/edit/{make_safety_notice().pk}/"
    return signed_in(make_sam()).post(url, {"title": "x", "body": RICH})


def by_an_ailment():
    form = {"name": WORD, "other_names": "", "sentence": "We see people with it.", "sort_order": "0"}
    return signed_in(make_sam()).post("/admin/ailments/new/", form)


def practitioner_form(**changes: str) -> dict[str, str]:
    form = {"name": "Ana", "role": "Healer", "biography": "x", "sort_order": "0", "licensing_board": "Board"}
    return {**form, "working_hours-count": "0", "leave-count": "0", **changes}


def by_a_persons_name():
    form = practitioner_form(name="Ana Miracle")
    return signed_in(make_sam()).post(f"/admin/practitioners/edit/{make_practitioner().pk}/", form)


def by_a_persons_letters():
    return signed_in(make_sam()).post("/admin/practitioners/new/", practitioner_form(post_nominals="Miracle"))


def by_the_details():
    details = make_details()
    url = f"/admin/settings/clinic/clinicsettings/{details.site_id}/"
    return signed_in(make_sam()).post(url, details_form(hours=[("0", "9", "12")], locality="Miracle Beach"))


def by_a_closed_day():
    details = make_details()
    day = datetime.date(2030, 12, 24)
    details.closures = [("closure", {"first_day": day, "last_day": day, "reason": WORD})]
    details.full_clean()


def by_the_announcement():
    make_details()
    until = timezone.localtime(timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    form = {"announcement": WORD, "announced_from": "", "announced_until": until, "what": "save"}
    return signed_in(make_ed()).post("/admin/announcement/", form)


def picture_form(**changes) -> dict:
    form = {"title": "A hand", "description": "A hand", "tags": "", "credit": "Ana", "license": "Own"}
    return {**form, "alt_decision": "described", "people_shown": "nobody", **changes}


def by_a_new_picture():
    form = picture_form(file=picture_file(), license=WORD)
    return signed_in(make_ed()).post("/admin/images/add/", form)


def by_a_picture():
    url = f"/admin/images/{make_picture().pk}/"
    return signed_in(make_sam()).post(url, picture_form(title=WORD))


def by_a_redirect():
    form = {"old_path": "/a-miracle/", "redirect_link": "https://x.example/"}
    return signed_in(make_sam()).post("/admin/redirects/add/", form)


def by_imported_redirects():
    sam = signed_in(make_sam())
    file = io.BytesIO(b"from,to\n/a-miracle/,https://x.example/\n")
    file.name = "redirects.csv"
    asked = sam.post("/admin/redirects/import/", {"import_file": file})
    form = {**asked.context["form"].initial, "from_index": "0", "to_index": "1", "permanent": "on"}
    return sam.post("/admin/redirects/import/process/", form)


def by_a_correction():
    page = make_condition()
    form = {"corrected_on": "2026-11-03", "corrected_by": "R", "is_right": WORD, "was_wrong": "x"}
    return signed_in(make_rita()).post(f"/admin/reviews/{page.pk}/correction/", form)


DOORS = [door for name, door in globals().items() if name.startswith("by_")]


def whatever_is_public() -> str:
    """Return all that the doors could have made public."""
    models = (Ailment, ClinicImage, ClinicSettings, Correction, Practitioner, Redirect, SafetyNotice)
    rows = [row for model in models for row in model.objects.values()]
    return str([rows, list(InformationPage.objects.live().values("title", "slug", "introduction"))])


@pytest.mark.parametrize("door", DOORS)
def test_every_door_refuses_the_word_and_says_where(door):
    try:
        response = door()
    except (NotReadyError, ValidationError) as refusal:
        seen = str(refusal.messages)
    else:
        seen = response.content.decode()
    assert SAYS in seen.replace("“Miracle”", "“miracle”")
    public = whatever_is_public().lower()
    past_the_gate = door in (by_copying, by_an_alias, by_an_alias_in_another_language)
    assert public.count("miracle") == (1 if past_the_gate else 0)
