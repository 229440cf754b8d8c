"""The calendar tells what is scheduled, due and expiring, to whoever may change these pages."""

import datetime

from django.utils import timezone

import pytest

from clinic.identity.clinic_time import clinic_today
from tests.articles.test_article_page import text_of
from tests.cast import make_ed, make_freya, signed_in
from tests.factories import make_condition, make_news, make_practitioner, make_ready_draft

pytestmark = pytest.mark.django_db


def test_it_tells_every_day_once_and_what_has_passed_first():
    today, now = clinic_today(), timezone.now()
    days = {number: today + datetime.timedelta(days=number) for number in (-3, 5, 9, 12)}
    make_condition(title="Late", slug="late", next_review_due=days[-3])
    draft = make_ready_draft(
        title="Soon", slug="soon", go_live_at=now + datetime.timedelta(days=5), next_review_due=days[12]
    )
    draft.save_revision(approved_go_live_at=draft.go_live_at)
    make_news(title="We moved", expire_at=now + datetime.timedelta(days=9))
    make_practitioner(name="Lee License", license_expires=days[12])
    seen = text_of(signed_in(make_ed()).get("/admin/calendar/"))
    wanted = [
        "The day has passed",
        "Full review due Late",
        "Coming",
        "Goes public Soon",
        "Goes offline We moved",
        "License expires Lee License",
    ]
    places = [seen.find(words) for words in wanted]
    assert -1 not in places, wanted[places.index(-1)]
    assert places == sorted(places)
    # No review of what nobody can read yet.
    assert "Full review due Soon" not in seen


def test_the_front_desk_sees_no_calendar_of_pages():
    assert signed_in(make_freya()).get("/admin/calendar/").status_code in (302, 403)
