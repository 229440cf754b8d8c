"""Behind every "last reviewed" of the demonstration stands its entry in the log, marked as made up."""

import pytest

from articles.models import ConditionPage, ReviewRecord
from clinic.models import User
from tests.articles.demo.test_demo_site import load

pytestmark = pytest.mark.django_db


def test_each_demonstration_article_has_the_review_that_it_shows():
    load()
    load()
    reviewer = User.objects.get(email="reviewer@clinic.example")
    for page in ConditionPage.objects.all():
        record = ReviewRecord.objects.get(page=page)
        assert (record.reviewed_on, record.next_due) == (page.last_reviewed, page.next_review_due)
        assert (record.practitioner, record.page_title) == (page.clinical_reviewer, page.title)
        assert record.practitioner.is_demonstration
        assert record.done_by == reviewer
        assert record.note.startswith("Made up for the demonstration")
    assert ReviewRecord.objects.count() == ConditionPage.objects.count()
