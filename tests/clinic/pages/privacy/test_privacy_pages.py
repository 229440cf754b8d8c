"""Pages about privacy: begun with a text, published without gaps, once for a site, linked everywhere."""

import re
from html import unescape

from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from wagtail.models import PageViewRestriction, Site

import pytest

from clinic.checks import check_notice_of_privacy_practices
from clinic.gate import NotReadyError, findings
from clinic.models import NoticePage, PrivacyPolicyPage
from clinic.pages.privacy.pages import NOTICE_PARTS
from clinic.pages.privacy.published import Purpose, published_page_for
from tests.appointments.patients import answers
from tests.articles.gate import test_gate_doors as doors
from tests.cast import make_sam, signed_in
from tests.factories import make_details, make_home, make_information_page, make_notice, make_policy
from tests.html_forms import longest_form

pytestmark = pytest.mark.django_db
FORM = "/appointments/request/"
GAP = "[name or title of the privacy contact]"
IN_ADMIN = [doors.by_bulk, doors.by_bulk_of_the_parent, doors.by_approving]
IN_CODE = [
    doors.by_revision,
    doors.by_page,
    doors.by_action,
    doors.by_saving,
    doors.by_saving_unchecked,
    doors.by_saving_one_field,
    doors.by_a_schedule_in_code,
]


def words_of(response) -> str:
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def add_url(kind: str) -> str:
    return reverse("wagtailadmin_pages:add", args=["clinic", kind, make_home().pk])


def publish(page):
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def test_a_new_notice_is_written_by_filling_in_its_gaps():
    browser = signed_in(make_sam())
    page = browser.get(add_url("noticepage"))
    assert "Whether it binds yours" in words_of(page)
    form = {name: values[0] for name, values in longest_form(page.content.decode()).items()}
    form |= {"title": "Notice", "slug": "notice", "effective_from": "2026-11-03", "body-count": "0"}
    refused = browser.post(add_url("noticepage"), form | {"action-publish": "1"})
    assert f"Complaints: “{GAP}” is still a gap" in words_of(refused)
    assert not NoticePage.objects.exists()
    # The editor holds its text as JSON, in whose own brackets no letter comes first.
    filled = {name: re.sub(r"\[([A-Za-z][^\]]*)\]", r"\1", form[name]) for name in NOTICE_PARTS}
    answer = browser.post(add_url("noticepage"), form | filled | {"action-publish": "1"})
    assert answer.status_code == 302, words_of(answer)
    assert "We keep a record of your care." in words_of(browser.get(NoticePage.objects.live().get().url))


def test_a_new_policy_has_gaps_too_and_says_how_long_requests_are_kept():
    page = make_policy(body=PrivacyPolicyPage().body)
    codes = {finding.code for finding in findings(page)}
    assert codes == {"gap"}
    assert "kept_for" in [block.block_type for block in page.body]


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"effective_from": None}, "effective_day_missing", "effective_from"),
        ({"title": "Notice of [clinic]"}, "gap", "title"),
        ({"body": [("faq", {"items": [{"question": "Who?", "answer": "<p>[a name]</p>"}]})]}, "gap", "body"),
        *(({name: "<p> </p>"}, "notice_part_missing", name) for name in NOTICE_PARTS),
    ],
)
def test_what_a_notice_lacks_is_named_at_its_field(fields, code, field):
    assert [(finding.code, finding.field) for finding in findings(make_notice(**fields))] == [(code, field)]


@pytest.mark.parametrize("door", IN_ADMIN)
def test_no_way_in_the_admin_publishes_a_gap(door):
    page, browser = make_notice(contact=f"<p>Ask {GAP}.</p>"), signed_in(make_sam())
    assert "is still a gap" in words_of(browser.get(door(page, browser, ready=False).url, follow=True))
    assert not NoticePage.objects.live().exists()


@pytest.mark.parametrize("door", IN_CODE)
def test_no_way_in_code_publishes_a_gap(door):
    with pytest.raises(NotReadyError, match="is still a gap"):
        door(make_notice(contact=f"<p>Ask {GAP}.</p>"), None, ready=False)
    assert not NoticePage.objects.live().exists()


def test_brackets_on_other_pages_are_no_gaps():
    assert findings(make_information_page(introduction="As she wrote [sic].")) == []


def test_a_site_has_one_of_each():
    browser = signed_in(make_sam())
    make_notice()
    assert browser.get(add_url("noticepage")).status_code == 302
    assert browser.get(add_url("privacypolicypage")).status_code == 200


def test_a_notice_shows_its_day_its_parts_and_the_days_of_the_settings(client, settings):
    settings.REQUEST_KEPT_DAYS = 45
    make_details()
    shown = words_of(client.get(publish(make_notice()).url))
    assert "In effect from November 3, 2026." in shown
    assert "how medical information about you may be used and disclosed" in shown
    assert "45 days after a request is closed" in shown
    assert all(f"What we say about {name}." in shown for name in NOTICE_PARTS)


@pytest.mark.parametrize("address", ["/", "/search/", "/appointments/request/"])
def test_every_page_links_both_by_what_they_are_for_without_a_query_more(client, address):
    make_details()
    make_information_page()
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        assert "privacy-links" not in client.get(address).content.decode()
    notice, policy = publish(make_notice()), publish(make_policy())
    client.get(address)
    with CaptureQueriesContext(connection) as after:
        footer = client.get(address).content.decode().split("<footer")[1]
    assert len(after) <= len(before)
    links = [
        f'<a href="{policy.url}">Privacy policy</a>',
        f'<a href="{notice.url}">Notice of privacy practices</a>',
    ]
    assert [footer.count(link) for link in links] == [1, 1]
    assert [footer.count(page.url) for page in (policy, notice)] == [1, 1], "not by its title as well"
    assert footer.index(links[0]) < footer.index(links[1])


def test_the_form_and_the_page_to_check_link_both(client):
    make_details()
    notice, policy = publish(make_notice()), publish(make_policy())
    for page in (client.get(FORM), client.post(FORM, answers())):
        main = page.content.decode().split("<main")[1].split("</main>")[0]
        assert f'href="{notice.url}"' in main
        assert f'href="{policy.url}"' in main


def test_only_a_public_page_counts_as_published():
    assert published_page_for(Purpose.PRIVACY) is None
    page = publish(make_policy())
    assert published_page_for(Purpose.PRIVACY) == page
    assert published_page_for(Purpose.NOTICE) is None
    hidden = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert published_page_for(Purpose.PRIVACY) is None
    hidden.delete()
    page.unpublish()
    assert published_page_for(Purpose.PRIVACY) is None
    Site.objects.all().delete()
    assert published_page_for(Purpose.PRIVACY) is None


def warned() -> list[str]:
    return [message.id for message in check_notice_of_privacy_practices(None)]


def test_a_site_with_pages_is_warned_until_its_notice_is_published(monkeypatch):
    make_home()
    assert warned() == [], "a site without pages is told by the list of what it lacks"
    make_information_page()
    assert warned() == ["clinic.W012"]
    publish(make_notice())
    assert warned() == []
    NoticePage.objects.get().unpublish()
    assert warned() == ["clinic.W012"]
    monkeypatch.setattr("django.db.models.query.QuerySet.__iter__", away)
    assert warned() == []


def away(_queryset):
    raise OperationalError("down")
