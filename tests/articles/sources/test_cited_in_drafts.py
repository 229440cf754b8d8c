"""Sources that only a draft cites: as much in use as those that readers see."""

from html import unescape

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from wagtail.models import Revision

import pytest

from articles.models import Source
from tests.cast import make_ed, make_sam, signed_in
from tests.factories import make_claim, make_condition, make_ready_draft, make_source, make_verified_source

pytestmark = pytest.mark.django_db
DELETE = "/admin/snippets/articles/source/delete/{}/"


def cited_in_changes_of(page, source: Source) -> None:
    """Save a draft of the live page that cites the source; readers see nothing of it yet."""
    page.body = [make_claim(sources=[source])]
    page.save_revision()


def refused(source: Source) -> str:
    response = signed_in(make_sam()).post(DELETE.format(source.pk), follow=True)
    with pytest.raises(ProtectedError), transaction.atomic():
        source.delete()
    return unescape(response.content.decode())


def test_what_only_changes_of_a_live_page_cite_is_not_deleted_and_the_page_is_named_so():
    source, page = make_source(), make_condition(title="Sciatica")
    cited_in_changes_of(page, source)
    seen = refused(source)
    assert f'<a href="/admin/pages/{page.pk}/edit/">Sciatica (in changes not published yet)</a>' in seen


def test_a_page_that_was_never_published_is_named_as_a_draft():
    source = make_source()
    make_condition(title="Sciatica", live=False, body=[make_claim(sources=[source])])
    assert "Sciatica (draft)</a>" in refused(source)


def test_what_waits_on_a_schedule_counts_though_a_newer_draft_dropped_it():
    source, page = make_verified_source(), make_ready_draft()
    page.body = [*page.body.raw_data, {"type": "claim", "value": make_claim(sources=[source.pk])[1]}]
    scheduled = page.save_revision()
    Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=timezone.now())
    page.body = []
    page.save_revision()
    assert "Sciatica (draft)" in refused(source)


def test_changes_that_were_thrown_away_cite_nothing():
    source, page = make_source(), make_condition()
    cited_in_changes_of(page, source)
    page.body = [("paragraph", "<p>Without it.</p>")]
    page.save_revision()
    assert signed_in(make_sam()).post(DELETE.format(source.pk)).status_code == 302
    assert not Source.objects.exists()


def test_a_retracted_source_flags_the_page_whose_draft_cites_it():
    source, page = make_source(authors="Bad B", year=2020), make_condition(title="Sciatica")
    cited_in_changes_of(page, source)
    source.is_retracted = True
    source.save()
    browser = signed_in(make_ed())
    response = browser.get("/admin/reviews/", {"retracted": "true"})
    assert [each.title for each in response.context["object_list"]] == ["Sciatica"]
    assert "Bad 2020" in response.content.decode()
    assert "Cites a retracted source (1)" in browser.get("/admin/").content.decode()


def test_a_page_that_cites_it_in_both_is_named_once():
    source = make_source()
    page = make_condition(title="Sciatica", body=[make_claim(sources=[source])])
    page.save_revision()
    assert refused(source).count(f'href="/admin/pages/{page.pk}/edit/"') == 1
