"""Prepared queries: put together once, asked with other values."""

from django.db.models import Count, DateTimeField, Q, TextField, Value
from django.utils import timezone

import pytest

from clinic.models import User
from clinic.queries.prepared import Given, PreparedModels, PreparedRow

pytestmark = pytest.mark.django_db


def _numbers(rule):
    return (
        User.objects.order_by()
        .values(all=Value(1))
        .annotate(number=Count("pk", filter=rule))
        .values("number")
    )


def test_each_time_is_answered_by_its_own_values():
    User.objects.create_user("ada@example.org")
    named = PreparedRow(lambda: _numbers(Q(email=Given("email", TextField()))))
    found = [named.values(email=email)["number"] for email in ("ada@example.org", "nobody@example.org")]
    assert found == [1, 0]


def test_a_moment_that_would_stay_the_same_is_refused():
    since = PreparedRow(lambda: _numbers(Q(date_joined__gte=timezone.now())))
    with pytest.raises(TypeError, match="same for ever"):
        since.values()


def test_a_value_that_is_missing_is_no_value():
    since = PreparedRow(lambda: _numbers(Q(date_joined__gte=Given("since", DateTimeField()))))
    with pytest.raises(KeyError):
        since.values(until=timezone.now())


def test_objects_come_with_what_the_query_adds():
    ada = User.objects.create_user("ada@example.org")
    named = PreparedModels(
        lambda: User.objects.filter(email=Given("email", TextField())).annotate(sign=Value("A"))
    )
    [found] = named.all(email="ada@example.org")
    assert (found, found.password, vars(found)["sign"]) == (ada, ada.password, "A")
    assert named.all(email="nobody@example.org") == []
