"""Addresses are read: a page's own, those that links lead to, and those that redirects are called by."""

from django.core.exceptions import ValidationError

from wagtail.contrib.redirects.models import Redirect

import pytest

from articles.models import Correction
from clinic.gate import NotReadyError, findings
from clinic.models import InformationPage
from clinic.pages.rich_text import ExternalLinkHandler
from tests.cast import make_rita, make_sam, signed_in
from tests.factories import make_information_page, make_ready_draft

pytestmark = pytest.mark.django_db


def test_a_name_in_the_address_is_refused_when_it_alone_changes():
    page = make_information_page()
    page.slug = "guaranteed-cure-for-migraine"
    with pytest.raises(NotReadyError, match="Slug: it says “guaranteed”"):
        page.save_revision().publish()
    assert not InformationPage.objects.filter(slug__contains="cure").exists()


def test_links_are_refused_by_their_words_and_by_what_a_browser_would_run():
    page = make_information_page()
    page.body = [("paragraph", '<p><a href="/a-proven-cure/">a</a> <a href="java&#9;script:x()">b</a></p>')]
    found = {(each.code, each.place) for each in findings(page)}
    assert found == {("forbidden_word", 0), ("link_scheme", 0)}


def test_a_link_that_a_browser_would_run_leads_nowhere_even_when_it_is_stored():
    assert ExternalLinkHandler.expand_db_attributes({"href": "javascript:x()"}) == "<a>"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("old_path", {"old_path": "/guaranteed-cure/", "redirect_link": "https://x.example/"}),
        ("redirect_link", {"old_path": "/old/", "redirect_link": "https://x.example/miracle"}),
    ],
)
def test_a_redirect_is_refused_in_its_form_and_in_code(name, form):
    response = signed_in(make_sam()).post("/admin/redirects/add/", form)
    assert "it says" in str(response.context["form"].errors[name])
    with pytest.raises(ValidationError, match="it says"):
        Redirect.objects.create(**form)
    assert not Redirect.objects.exists()


def test_a_page_that_was_public_under_such_an_address_can_be_renamed():
    page = make_information_page()
    InformationPage.objects.filter(pk=page.pk).update(slug="miracle", url_path=page.url_path + "miracle/")
    page = InformationPage.objects.get(pk=page.pk)
    page.slug = "better-said"
    page.save_revision().publish()
    assert InformationPage.objects.get(pk=page.pk).slug == "better-said"


def test_a_correction_is_refused_at_the_field_and_in_code():
    page = make_ready_draft()
    page.save_revision().publish()
    form = {"corrected_on": "2026-11-03", "corrected_by": "Rita", "is_right": "A miracle", "was_wrong": "Old"}
    response = signed_in(make_rita()).post(f"/admin/reviews/{page.pk}/correction/", form)
    assert "it says “miracle”" in str(response.context["form"].errors["is_right"])
    assert not Correction.objects.exists()
