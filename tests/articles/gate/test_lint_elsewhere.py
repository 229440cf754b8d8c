"""Words that promise too much, outside articles: on other pages, in notices, details and pictures."""

from html import unescape

import pytest

from articles.models import LintTerm, SafetyNotice
from clinic.gate import NotReadyError
from clinic.models import ClinicImage, HomePage, InformationPage, Practitioner
from tests.articles.test_editor import article_form
from tests.cast import make_ed, make_rita, make_sam, signed_in
from tests.factories import (
    make_details,
    make_home,
    make_information_page,
    make_picture,
    make_practitioner,
    make_safety_notice,
    photo_of,
    picture_file,
)

pytestmark = pytest.mark.django_db
ADVICE = "Nobody can promise a result."
PROMISE = "Nobody here sells a miracle."


def form_of(page, **changes: str) -> dict[str, str]:
    form = article_form(("heading", "Why us?"), title=page.title, slug=page.slug, introduction="Ask us.")
    return {**form, "headline": "Acupuncture", **changes}


@pytest.mark.parametrize(
    ("make", "field"), [(make_home, "headline"), (make_information_page, "introduction")]
)
def test_the_editor_refuses_to_publish_it_says_where_and_keeps_the_draft(make, field):
    page, browser = make(), signed_in(make_rita())
    url = f"/admin/pages/{page.pk}/edit/"
    form = form_of(page, **{field: "A miracle", "body-0-value": "It cures"})
    response = browser.post(url, form | {"action-publish": "1"})
    seen = unescape(response.content.decode())
    assert "cannot be published yet" in seen
    assert "Part 1 (Heading): it says “cures”" in seen
    assert ADVICE in str(response.context["form"].errors[field])
    assert browser.post(url, form).status_code == 302
    page.refresh_from_db()
    assert getattr(page.get_latest_revision_as_object(), field) == "A miracle"
    assert "miracle" not in getattr(page, field)


@pytest.mark.parametrize(
    "publish",
    [
        lambda page: page.save_revision().publish(),
        lambda page: page.save(),
        lambda page: make_home().add_child(instance=InformationPage(title="A miracle", slug="miracle")),
    ],
    ids=["revision", "save", "new"],
)
def test_no_code_publishes_it(publish):
    page = make_information_page()
    page.seo_title = "A miracle"
    with pytest.raises(NotReadyError, match="miracle"):
        publish(page)
    assert not InformationPage.objects.live().filter(seo_title="A miracle").exists()


def test_pictures_on_these_pages_need_their_credit_too():
    page = make_information_page(live=False)
    page.body = [photo_of(make_picture(credit=""))]
    with pytest.raises(NotReadyError, match="who made it"):
        page.save_revision().publish()


def test_editors_see_allowed_sentences_and_allow_none():
    browser = signed_in(make_ed())
    assert browser.get("/admin/snippets/articles/allowedsentence/").status_code == 200
    assert browser.get("/admin/snippets/articles/allowedsentence/add/").status_code == 302


def test_notices_people_and_details_refuse_it_at_the_field_and_keep_what_was_typed():
    sam, notice, person = signed_in(make_sam()), make_safety_notice(), make_practitioner()
    rich = '{"blocks":[{"text":"No side effects","type":"unstyled","key":"a"}],"entityMap":{}}'
    response = sam.post(
        f"/admin/snippets/articles/safetynotice/edit/{notice.pk}/", {"title": "x", "body": rich}
    )
    assert "Every treatment can have side effects" in str(response.context["form"].errors["body"])
    assert SafetyNotice.objects.get().body == notice.body

    form = {"name": "Ana", "role": "Healer", "biography": "I can heal your pain.", "sort_order": "0"}
    form |= {"working_hours-count": "0", "leave-count": "0"}
    response = sam.post(f"/admin/practitioners/edit/{person.pk}/", form)
    assert "Say what studies found" in str(response.context["form"].errors["biography"])
    assert "I can heal your pain." in response.content.decode()
    assert Practitioner.objects.get().name == person.name


def test_the_clinics_details_refuse_it():
    details = make_details()
    details.directions = "The best acupuncturist of the county."
    with pytest.raises(Exception, match="Do not compare people") as refusal:
        details.full_clean()
    assert set(refusal.value.message_dict) == {"directions"}


def test_the_description_of_a_picture_refuses_it():
    form = {
        "title": "A hand",
        "file": picture_file(),
        "description": "A miracle cure",
        "tags": "",
        "credit": "Ana",
    }
    form |= {"license": "Own", "alt_decision": "described", "people_shown": "nobody"}
    response = signed_in(make_ed()).post("/admin/images/add/", form)
    assert ADVICE in response.content.decode()
    assert not ClinicImage.objects.exists()


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("Visits as low as 40 dollars", "exact price"),
        ("From $40 a visit", "exact price"),
        ("Starting at 40 dollars", "exact price"),
        ("$40 and up", "exact price"),
        ("Our lowest prices", "exact price"),
        ("Consultas desde $40", "precio exacto"),
        ("Acupuncture is completely safe", "side effects"),
        ("The odds ratio was 2", "counts"),
        ("Medicare covers it", "Medicare pays"),
    ],
)
def test_prices_are_exact_and_numbers_are_counts(words, advice):
    page = make_information_page()
    page.introduction = words
    with pytest.raises(NotReadyError, match=advice):
        page.save()


def test_the_migration_adds_no_word_twice():
    patterns = [(term.language, term.pattern.lower()) for term in LintTerm.objects.all()]
    assert len(patterns) == len(set(patterns))
    assert HomePage.objects.count() == 1
