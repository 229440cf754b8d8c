"""Turns of the worker at live pages, and pages that repeat one of which a part is withheld."""

from django.utils import timezone

from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction

import pytest

from articles.models import LintTerm
from articles.withholding.judging import judge_live_pages, pages_to_judge
from articles.withholding.parts import withhold
from articles.withholding.records import records_to_judge
from clinic.models import ClinicImage, InformationPage, PageJudgment
from tests.articles.withholding.test_withholding import NOTICE, make_live, seen, worker
from tests.factories import make_details, make_information_page, make_picture, photo_of

pytestmark = pytest.mark.django_db


def test_pages_are_judged_only_when_something_changed_and_many_are_judged_in_turns():
    make_live()
    make_information_page().save_revision().publish()
    worker()
    rows = PageJudgment.objects.filter(page__slug__in=["sciatica", "about"])
    before = set(rows.values_list("judged_at", flat=True))
    worker()
    assert set(rows.values_list("judged_at", flat=True)) == before
    LintTerm.objects.create(pattern="zzz", advice="Say what it is.")
    waiting = len(pages_to_judge(timezone.now()))
    assert waiting > 1
    for left in range(waiting - 1, -1, -1):
        assert judge_live_pages(timezone.now(), seconds=0) is (left == 0)
        assert len(pages_to_judge(timezone.now())) == left


def test_a_page_that_cannot_be_judged_holds_up_no_other(monkeypatch, caplog):
    article = make_live()
    make_information_page().save_revision().publish()
    worker()
    LintTerm.objects.create(pattern="zzz", advice="Say what it is.")

    def fail_for_the_article(page, trial):
        if page.pk == article.pk:
            raise ValueError(page.title)
        return withhold(page, trial)

    with monkeypatch.context() as patch:
        patch.setattr("articles.withholding.judging.withhold", fail_for_the_article)
        worker()
    assert [each.page_id for each in pages_to_judge(timezone.now())] == [article.pk]
    # Its number and the kind of fault, and nothing that stands on it.
    said = {record.getMessage() for record in caplog.records if record.levelname == "ERROR"}
    assert said == {f"articles.ConditionPage {article.pk} was not judged because of ValueError."}
    worker()
    assert pages_to_judge(timezone.now()) == []


def test_another_release_judges_everything_anew(monkeypatch):
    make_live()
    now = timezone.now()
    assert (pages_to_judge(now), records_to_judge(now)) == ([], [])
    for module in ("judging", "records"):
        monkeypatch.setattr(f"articles.withholding.{module}.digest_of_release", lambda: "another")
    assert pages_to_judge(now)
    assert records_to_judge(now)


def test_a_picture_whose_license_is_taken_away_goes_and_comes_back(client):
    picture = make_picture(credit="Photo by Ana")
    make_live(hero=[photo_of(picture)])
    assert "Photo by Ana" in seen(client)
    ClinicImage.objects.update(license="")
    worker()
    assert "Photo by Ana" not in seen(client)
    ClinicImage.objects.update(license="Own picture")
    worker()
    assert "Photo by Ana" in seen(client)


@pytest.mark.parametrize("way", ["alias", "copy"])
def test_what_repeats_a_page_while_a_part_is_withheld_gets_the_part_back_too(client, way):
    make_details()
    make_information_page(body=[("paragraph", "<p>Wonderworks.</p>")]).save_revision().publish()
    worker()
    word = LintTerm.objects.create(pattern="wonderworks", advice="Say what it is.")
    worker()
    page = InformationPage.objects.get(slug="about")
    if way == "alias":
        CreatePageAliasAction(page, update_slug="twin").execute()
    else:
        CopyPageAction(page, update_attrs={"slug": "twin"}, keep_live=True).execute()
    worker()
    assert NOTICE in seen(client, "/twin/")
    LintTerm.objects.filter(pk=word.pk).update(is_active=False)
    worker()
    for address in ("/twin/", "/about/"):
        assert "Wonderworks." in seen(client, address)
