"""Notices as they were published: word for word, in their order, for everybody who works here."""

from django.db import ProgrammingError, transaction

import pytest

from clinic.database.roles import Roles
from clinic.models import IssuedNotice, NoticePage
from tests.cast import make_freya, signed_in
from tests.factories import make_notice, make_policy
from tests.roles import signed_in_to_postgres_as

pytestmark = pytest.mark.django_db
REPORT = "/admin/issued-notices/"


def publish(page, **changes) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_what_was_in_effect_can_be_read_after_the_notice_and_the_days_changed(settings):
    settings.REQUEST_KEPT_DAYS = 90
    page = make_notice(uses="<p>We tell your doctor.</p>")
    publish(page)
    settings.REQUEST_KEPT_DAYS = 45
    publish(page, uses="<p>We tell nobody.</p>", effective_from="2027-01-01")
    NoticePage.objects.get().delete()
    freya = signed_in(make_freya())
    listed = freya.get(REPORT).content.decode()
    assert listed.index("Jan. 1, 2027") < listed.index("Nov. 3, 2026")
    old = freya.get(f"{REPORT}{IssuedNotice.objects.last().pk}/").content.decode()
    assert "We tell your doctor." in old
    assert "90 days after a request is closed" in old
    assert "In effect from November 3, 2026." in old
    assert "We tell nobody." not in old


def test_each_notice_is_kept_once_and_a_policy_not_at_all():
    page = make_notice()
    page.save_revision()
    assert not IssuedNotice.objects.exists(), "a draft was in effect for nobody"
    publish(page)
    publish(page)
    publish(make_policy())
    assert IssuedNotice.objects.count() == 1


def test_nobody_without_a_sign_in_reads_the_report(client):
    assert client.get(REPORT).status_code == 302


def test_the_site_can_change_none():
    publish(make_notice())
    with signed_in_to_postgres_as(Roles().web), pytest.raises(ProgrammingError), transaction.atomic():
        IssuedNotice.objects.update(text="We never said that.")
