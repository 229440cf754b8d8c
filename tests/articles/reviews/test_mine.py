"""One list of what waits for whoever looks, and no button for what they may not do."""

import pytest

from articles.models import ConditionPage, StatementAnswer
from articles.models.statements import owner_of
from tests.articles.test_article_page import text_of
from tests.cast import make_ed, make_freya, make_rita, signed_in
from tests.factories import make_condition_index, make_ready_draft, make_safety_notice

pytestmark = pytest.mark.django_db
MINE = "/admin/waiting-for-me/"


def mine(user) -> str:
    return text_of(signed_in(user).get(MINE))


def test_each_sees_in_one_list_what_waits_for_them():
    ed, rita = make_ed(), make_rita()
    assert "Nothing waits for you." in mine(rita)
    assert MINE in signed_in(rita).get("/admin/").content.decode()
    page = make_ready_draft(title="Sciatica")
    page.save_revision(user=ed)
    page = ConditionPage.objects.get(pk=page.pk)
    page.get_workflow().start(page, ed)
    asked = {"key": "x", "sentence": "It eases pain.", "written_by": ed, "written_by_name": "Ed"}
    StatementAnswer.objects.create(**owner_of(make_safety_notice()), **asked)
    seen = mine(rita)
    for words in ("Articles to approve", "Sciatica", "1 statement of a notice, a picture or a record waits"):
        assert words in seen
    assert "Nothing waits for you." in mine(ed)
    assert signed_in(make_freya()).get(MINE).status_code in (302, 403)


def test_a_new_article_offers_no_publish_for_all_of_it_is_its_writers():
    rita = signed_in(make_rita())
    index = make_condition_index()
    form = rita.get(f"/admin/pages/add/articles/conditionpage/{index.pk}/").content.decode()
    assert "action-publish" not in form
    assert "action-submit" in form
    assert "action-publish" in rita.get(f"/admin/pages/{index.pk}/edit/").content.decode()
