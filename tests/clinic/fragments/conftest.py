"""A small site in a database of its own, where what is saved is committed, and no whole page is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

import pytest

from articles.models import ConditionPage, Correction, Source
from clinic.models import ClinicImage, InformationPage
from tests.databases import committing
from tests.factories import (
    TODAY,
    make_care_card,
    make_claim,
    make_condition,
    make_details,
    make_information_page,
    make_picture,
    make_safety_notice,
    make_verified_source,
    photo_of,
)


@dataclass
class Site:
    """What the tests change."""

    article: ConditionPage
    source: Source
    picture: ClinicImage
    policy: InformationPage


@pytest.fixture(scope="package")
def whole_site(untouched_database: str, django_db_blocker: Any) -> Iterator[Site]:
    """An article with everything in it, a second one, a page that it links to, and the clinic's details."""
    with committing(untouched_database, "fragments", django_db_blocker):
        make_details()
        make_condition(title="Migraine", slug="migraine")
        source, picture = make_verified_source(), make_picture()
        policy = make_information_page(title="How we check", slug="editorial-policy", show_in_menus=True)
        article = make_condition(
            hero=[photo_of(picture)],
            body=[
                ("heading", "The evidence"),
                make_claim(sources=[source]),
                make_care_card(),
                ("paragraph", f'<p>As <a linktype="page" id="{policy.pk}">our policy</a> says.</p>'),
                ("safety_notice", make_safety_notice()),
                ("people", {"heading": "Who treats you"}),
                ("opening_hours", None),
            ],
        )
        published = {"first_published_at": timezone.now(), "last_published_at": timezone.now()}
        ConditionPage.objects.filter(pk=article.pk).update(**published)
        Correction.objects.create(
            page=article, corrected_on=TODAY, was_wrong="Two weeks", is_right="Four weeks", corrected_by="Ana"
        )
        yield Site(article, source, picture, policy)


@pytest.fixture
def site(whole_site: Site, settings: Any) -> Site:
    """The site, of which no whole page is kept."""
    settings.KEPT_PAGES_MEGABYTES = 0
    return whole_site
