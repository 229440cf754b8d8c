"""An address that was once given away keeps leading to its article, wherever the article is now."""

from django.test import Client

from wagtail.contrib.redirects.models import Redirect

import pytest

from articles.models import ConditionPage
from clinic.models import InformationPage
from tests.articles.gate.test_gate_doors import edit_url, form_of, write_as_ed
from tests.cast import make_rita, make_sam, signed_in
from tests.factories import make_details, make_information_page, make_ready_draft

# Wagtail writes a redirect once the new address is committed.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def article() -> ConditionPage:
    make_details()
    make_ready_draft().save_revision().publish()
    return ConditionPage.objects.get()


@pytest.fixture
def editor() -> Client:
    return signed_in(make_rita())


def rename(editor: Client, article: ConditionPage, slug: str) -> None:
    """Give the article another address in the editor, and publish."""
    form = form_of(article, ready=True, slug=slug)
    write_as_ed(article, form)
    assert editor.post(edit_url(article), form | {"action-publish": "1"}).status_code == 302
    article.refresh_from_db()
    assert article.slug == slug


def answer(client: Client, slug: str) -> tuple[int, str]:
    response = client.get(f"/conditions/{slug}/")
    return response.status_code, response.headers.get("Location", "")


def test_the_old_address_leads_to_the_new_one_for_good(client, article, editor):
    assert answer(client, "sciatica") == (200, "")
    rename(editor, article, "leg-pain")
    assert answer(client, "leg-pain") == (200, "")
    assert answer(client, "sciatica") == (301, "/conditions/leg-pain/")
    # As it stands in printed leaflets and in campaigns.
    for address in ("/conditions/sciatica", "/conditions/sciatica/?utm_source=leaflet"):
        assert client.get(address).headers["Location"] == "/conditions/leg-pain/"


def test_everything_that_names_the_article_follows(client, article, editor):
    rename(editor, article, "leg-pain")
    for address in ("/sitemap.xml", "/feed.xml", "/search/?query=sciatica", "/conditions/"):
        text = client.get(address).content.decode()
        assert "/conditions/leg-pain/" in text, address
        assert "/conditions/sciatica/" not in text, address


def test_the_form_opened_from_the_old_address_is_a_form_without_an_article(client, article, editor):
    opened = client.get("/appointments/request/?article=sciatica")
    assert opened.context["article"].pk == article.pk
    rename(editor, article, "leg-pain")
    assert client.get("/appointments/request/?article=leg-pain").context["article"].pk == article.pk
    stale = client.get("/appointments/request/?article=sciatica")
    assert stale.status_code == 200
    assert stale.context["article"] is None


def test_after_two_changes_the_first_address_leads_to_the_last_in_one_step(client, article, editor):
    rename(editor, article, "leg-pain")
    rename(editor, article, "sciatic-pain")
    assert answer(client, "sciatica") == (301, "/conditions/sciatic-pain/")
    assert answer(client, "leg-pain") == (301, "/conditions/sciatic-pain/")


def test_an_article_that_comes_back_to_its_first_address_is_there(client, article, editor):
    rename(editor, article, "leg-pain")
    rename(editor, article, "sciatica")
    assert answer(client, "sciatica") == (200, "")
    assert answer(client, "leg-pain") == (301, "/conditions/sciatica/")


def test_an_unpublished_article_is_not_found_at_any_of_its_addresses(client, article, editor):
    rename(editor, article, "leg-pain")
    rename(editor, article, "sciatica")
    article.refresh_from_db()
    article.unpublish()
    for slug in ("sciatica", "leg-pain"):
        assert answer(client, slug) == (404, "")
    assert "sciatica" not in client.get("/sitemap.xml").content.decode()
    article.get_latest_revision().publish()
    assert answer(client, "leg-pain") == (301, "/conditions/sciatica/")


def test_a_deleted_article_is_not_found(client, article, editor):
    rename(editor, article, "leg-pain")
    ConditionPage.objects.get().delete()
    for slug in ("sciatica", "leg-pain"):
        assert answer(client, slug) == (404, "")
    assert not Redirect.objects.exists()


def test_a_new_article_may_take_an_address_that_is_free_again(client, article, editor):
    rename(editor, article, "leg-pain")
    make_ready_draft(title="Sciatica and the leg").save_revision().publish()
    assert answer(client, "sciatica") == (200, "")


def test_a_page_that_moved_takes_what_is_below_it_along(client):
    make_details()
    visit, about = (make_information_page(title=slug, slug=slug) for slug in ("visit", "about"))
    child = about.add_child(instance=InformationPage(title="Team", slug="team"))
    below = child.add_child(instance=InformationPage(title="Ana", slug="ana"))
    url = f"/admin/pages/{child.pk}/move/{visit.pk}/confirm/"
    assert signed_in(make_sam()).post(url).status_code == 302
    assert client.get("/visit/team/").status_code == 200
    assert client.get("/about/team/").headers["Location"] == "/visit/team/"
    assert client.get("/about/team/ana/").headers["Location"] == "/visit/team/ana/"
    below.refresh_from_db()
    assert client.get(below.url).status_code == 200


def move(page, parent):
    url = f"/admin/pages/{page.pk}/move/{parent.pk}/confirm/"
    assert signed_in(make_sam()).post(url).status_code == 302


def redirects():
    return set(Redirect.objects.values_list("old_path", flat=True))


def test_a_draft_that_is_renamed_leaves_no_redirect_from_an_address_that_nobody_saw(client):
    make_details()
    draft = make_information_page(title="Prices", slug="prices-2027-secret", live=False)
    draft.slug = "prices-draft"
    draft.save()
    draft.slug = "prices"
    draft.save_revision().publish()
    assert redirects() == set()
    assert client.get("/prices/").status_code == 200
    assert client.get("/prices-2027-secret/").status_code == 404


def test_a_draft_that_moves_leaves_a_redirect_only_for_what_was_public_below_it(client):
    make_details()
    visit, draft = (
        make_information_page(title="Visit", slug="visit"),
        make_information_page(slug="plans", live=False),
    )
    for slug, live in (("public", True), ("hidden", False)):
        draft.add_child(instance=InformationPage(title=slug, slug=slug, live=live))
    move(draft, visit)
    assert redirects() == {"/plans/public"}
    assert client.get("/plans/public/").headers["Location"] == "/visit/plans/public/"


def test_a_page_that_comes_back_elsewhere_is_found_at_the_address_where_it_was_public(client):
    make_details()
    page = make_information_page(title="Prices", slug="prices")
    page.unpublish()
    assert client.get("/prices/").status_code == 404
    page.slug = "costs-draft"
    page.save()
    page.slug = "costs"
    page.save_revision().publish()
    assert redirects() == {"/prices"}
    assert client.get("/prices/").headers["Location"] == "/costs/"


def test_a_page_that_comes_back_where_it_was_needs_no_redirect(client):
    make_details()
    page = make_information_page(title="Prices", slug="prices")
    page.unpublish()
    page.save_revision().publish()
    assert redirects() == set()
    assert client.get("/prices/").status_code == 200


def test_an_address_that_never_was_is_not_found(client, article):
    assert answer(client, "nothing") == (404, "")
    assert client.get("/conditions/%E2%82%AC%0A/").status_code == 404
