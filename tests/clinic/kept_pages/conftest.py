"""A small site in a database of its own, where what is saved is committed: nothing is kept before."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

import pytest

from articles.models import ConditionPage
from clinic.models import Practitioner
from tests.databases import committing
from tests.factories import (
    make_claim,
    make_condition,
    make_details,
    make_information_page,
    make_picture,
    make_verified_source,
    photo_of,
)


@pytest.fixture(scope="package")
def site(untouched_database: str, django_db_blocker: Any) -> Iterator[None]:
    """An article with a source and a picture, a page with the practitioners, and the clinic's hours."""
    with committing(untouched_database, "kept", django_db_blocker):
        make_details()
        article = make_condition(
            hero=[photo_of(make_picture())],
            body=[make_claim(sources=[make_verified_source()])],
        )
        Practitioner.objects.update(offers_visits=True, license_number="AC 12345")
        published = {"first_published_at": timezone.now(), "last_published_at": timezone.now()}
        ConditionPage.objects.filter(pk=article.pk).update(**published)
        make_information_page(body=[("people", {})])
        yield
