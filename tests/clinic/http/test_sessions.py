"""The session of staff lasts while it is used, and is written seldom."""

import time
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.test import Client

import pytest

from tests import cast

pytestmark = pytest.mark.django_db
HOUR = 60 * 60


def hours_left(client: Client, *, began: int, **headers: str) -> float:
    """Open a page in a session that began some hours ago and would end after twelve; the hours then left."""
    session = client.session
    session["began_at"] = int(time.time()) - began * HOUR
    session.save()
    row = Session.objects.get()
    row.expire_date -= timedelta(hours=began)
    row.save()
    client.get("/admin/", headers=headers)
    return (Session.objects.get().expire_date - row.expire_date).total_seconds() / HOUR + 12 - began


def test_a_session_that_is_used_does_not_end():
    client = cast.signed_in(cast.make_freya())
    assert hours_left(client, began=11) == pytest.approx(12, abs=0.1)
    assert client.cookies["desk"]["max-age"] == 12 * HOUR
    assert hours_left(client, began=2) == pytest.approx(10, abs=0.1), "no write at each page"


@pytest.mark.parametrize(
    ("name", "value"), [("Sec-Fetch-Mode", "cors"), ("X-Requested-With", "XMLHttpRequest")]
)
def test_what_an_open_page_asks_by_itself_is_no_use(name, value):
    client = cast.signed_in(cast.make_freya())
    assert hours_left(client, began=11, **{name: value}) == pytest.approx(1, abs=0.1)
