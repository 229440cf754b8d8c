"""Links within the site that lead nowhere are found with the page, the part and the reason."""

from wagtail.contrib.redirects.models import Redirect

import pytest

from articles.links.inside import dead_links
from tests.articles.test_article_page import text_of
from tests.cast import make_ed, signed_in
from tests.factories import make_condition, make_information_page

pytestmark = pytest.mark.django_db


def test_only_what_leads_nowhere_is_told_with_its_part_and_its_reason(settings):
    target = make_condition(body=[("heading", "What causes it?"), ("paragraph", "<p>Much.</p>")])
    draft = make_condition(title="Not yet", slug="not-yet", live=False)
    gone = make_condition(title="Gone", slug="gone")
    key = gone.pk
    gone.delete()
    Redirect.objects.create(old_path="/old", redirect_page=target)
    own = settings.SITE_URL.rstrip("/")
    lead = [
        f'<a linktype="page" id="{target.pk}">here</a>',
        '<a href="/conditions/sciatica/">here</a>',
        '<a href="/conditions/sciatica">here</a>',
        '<a href="/conditions/sciatica/#section-what-causes-it">here</a>',
        f'<a href="{own}/conditions/">here</a>',
        '<a href="/appointments/request/?article=sciatica">here</a>',
        '<a href="/old/">here</a>',
        '<a href="#section-here">here</a>',
        '<a href="https://other.example/nothing/">outside</a>',
        '<a href="tel:+19495106333">call</a>',
    ]
    no_part = "The page has no part of this name any more."
    nowhere = {
        f'<a linktype="page" id="{draft.pk}">x</a>': "The page is not published.",
        f'<a linktype="page" id="{key}">x</a>': "The page was deleted.",
        '<a href="/conditions/nothing/">x</a>': "Nothing has this address.",
        f'<a href="{own}/conditions/not-yet/">x</a>': "The page is not published.",
        '<a href="/conditions/sciatica/#section-what-was-there">x</a>': no_part,
        '<a href="#section-gone">x</a>': no_part,
    }
    links = [*lead, *nowhere]
    body = [("heading", "Here"), ("paragraph", f"<p>{' '.join(links)}</p>")]
    page = make_information_page(body=body)
    found = list(dead_links([page]))
    assert len(found) == len(nowhere), found
    assert sorted(dead.reason for dead in found) == sorted(nowhere.values())
    assert {dead.link.part for dead in found} == {page.body[1].id}
    report = signed_in(make_ed()).get("/admin/dead-links/")
    assert "The page was deleted." in text_of(report)
    assert f"/admin/pages/{page.pk}/edit/#:w:contentpath=body.{page.body[1].id}" in report.text


def test_a_page_that_was_chosen_and_is_deleted_is_told_before_and_after_the_next_save():
    gone = make_condition(title="Gone", slug="gone")
    cards = ("page_cards", {"heading": "What do you treat?", "parent": gone})
    page = make_information_page(body=[("heading", "Here"), cards])
    gone.delete()
    for _again in range(2):
        [dead] = dead_links([type(page).objects.get(pk=page.pk)])
        assert (dead.reason, dead.link.part) == ("The page was deleted.", page.body[1].id)
        stored = type(page).objects.get(pk=page.pk)
        list(stored.body)
        stored.save()
