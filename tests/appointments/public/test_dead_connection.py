"""A connection that dies between two queries: what was typed is stored, and what happened recorded."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

import pytest

from appointments.models import AppointmentRequest, Notice
from appointments.notices import dispatch
from appointments.services.intake import submission
from tests.appointments.factories import make_request
from tests.appointments.patients import FORM, carried_on, check, shown_reference

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def dying(function: Callable[..., Any]) -> Callable[..., Any]:
    """``function`` on a connection that the server ended a moment ago."""

    def end_and_go_on(*args: Any, **kwargs: Any) -> Any:
        connection.ensure_connection()
        connection.connection.close()
        return function(*args, **kwargs)

    return end_and_go_on


def test_sending_reaches_the_database_again_after_the_count_has_failed(monkeypatch):
    client = Client(REMOTE_ADDR="203.0.113.7")
    carried = carried_on(check(client))
    monkeypatch.setattr(submission, "count", dying(submission.count))
    sent = client.post(FORM, {"answers": carried, "step": "send"}, follow=True)
    assert shown_reference(sent) == AppointmentRequest.objects.get().reference


class LosesTheConnection:
    """Channel whose wording asks the database when it has just gone."""

    send = staticmethod(dying(lambda _notice: Notice.objects.count()))


def test_a_notice_is_recorded_though_sending_it_lost_the_connection(monkeypatch):
    make_request(email="")
    monkeypatch.setattr(dispatch, "sender_of", lambda _channel: LosesTheConnection)
    assert dispatch.deliver_next()
    assert Notice.objects.get().last_error == "InterfaceError"
    assert Notice.objects.get().lease_until is None
