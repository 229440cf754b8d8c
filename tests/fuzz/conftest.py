"""A site with something of each kind, whose numbers stand in the addresses that are asked for."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

import pytest

from appointments.patient_link import token_of
from articles.models import Correction, ImportedArticle, RuleChange, StatementAnswer
from articles.models.statements import owner_of
from tests import cast
from tests.addresses import all_addresses
from tests.appointments.factories import make_request, schedule
from tests.articles.models.other_pages.test_treatments import make_treatment
from tests.databases import rows_for_many
from tests.factories import TODAY, make_condition, make_details, make_news, make_picture, make_source

from .hostile import Maker
from .people import WAITS

# It says 503 when no worker runs, which none does here.
NOT_ASKED = {"ready"}


@pytest.fixture(scope="module")
def maker(django_db_setup: None, django_db_blocker: Any) -> Iterator[Maker]:
    with rows_for_many(django_db_blocker):
        make_details()
        made, article, finn = make_request(), make_condition(), cast.make_finn()
        schedule(made, actor=finn)
        pages = [article, make_treatment(), make_news()]
        wait_for_decisions(article)
        numbers = [page.pk for page in pages] + [make_picture().pk, make_source().pk, finn.pk, WAITS, 1]
        known = {
            "uuid": [made.pk],
            "int": numbers,
            "str": [*numbers, made.pk],
            "token": [token_of(made)],
            "number": [made.pk],
            "reference": [made.reference],
            "slug": [article.slug, "articles", "conditionpage"],
            "path": ["pictures/x.png", "x"],
            "app_label": ["appointments", "articles", "clinic", "wagtailcore"],
            "app_name": ["articles", "clinic"],
            "content_type_app_name": ["articles", "clinic"],
            "model_name": ["appointmentrequest", "conditionpage", "source", "page"],
            "content_type_model_name": ["conditionpage", "informationpage"],
        }
        examples = ["/", "/conditions/", "/admin/", "/admin/pages/", "/nothing/", "/admin/requests/"]
        yield Maker([one for one in all_addresses() if one.name not in NOT_ASKED], known, examples)


def wait_for_decisions(article: Any) -> None:
    """Make one of each that somebody may decide, answer or finish; each has the same number."""
    words = {"was_wrong": "one", "is_right": "two", "corrected_by": "Ed", "corrected_on": TODAY}
    Correction.objects.create(pk=WAITS, page=article, page_title="x", waits=True, **words)
    source = make_source()
    StatementAnswer.objects.create(pk=WAITS, **owner_of(source), key="k", sentence="It cures.")
    rule = {"rule": RuleChange.Rule.WORD, "name": "cure", "after": {"is_active": False}}
    RuleChange.objects.create(pk=WAITS, **rule, reason="why", proposed_at=timezone.now())
    ImportedArticle.objects.create(pk=WAITS, page=article, name="brought.html")
