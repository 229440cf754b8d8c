"""Who opens and who sends what about articles and their sources: a row for each address of ours.

Requests of patients have a matrix of their own. A new view fails here until it has
a row that says for whom it is.
"""

from django.utils import timezone

import pytest

from articles.models import Correction, ImportedArticle, RuleChange, StatementAnswer
from articles.models.statements import owner_of
from tests.addresses import all_addresses
from tests.factories import TODAY, make_condition, make_details, make_source
from tests.test_permission_matrix import PEOPLE, browser_of

pytestmark = pytest.mark.django_db
NUMBER = 1_000_000
WRITES, REVIEWS, RUNS = {"editor", "reviewer", "superuser"}, {"reviewer", "superuser"}, {"owner", "superuser"}
STAFF, NOBODY = WRITES | RUNS | {"desk"}, set[str]()
# Who opens the page, and to whom a form that is sent there is answered.
MATRIX = {
    "remove_demonstration": (RUNS, {"superuser"}),
    "articles_statements:page": (WRITES, REVIEWS),
    "articles_statements:waiting": (REVIEWS, REVIEWS),
    "articles_review:report": (WRITES, NOBODY),
    "articles_review:report_results": (WRITES, NOBODY),
    "articles_review:record": (REVIEWS, REVIEWS),
    "articles_review:correct": (REVIEWS, REVIEWS),
    "calendar": (WRITES, NOBODY),
    "dead_links": (WRITES, NOBODY),
    "articles_mine": (WRITES, NOBODY),
    "articles_sources:comparators": (WRITES, NOBODY),
    "articles_sources:check": (REVIEWS, REVIEWS),
    "articles_sources:from_citations": (WRITES, WRITES),
    "articles_importing:bring": (WRITES, WRITES),
    # One's own alone, and nobody has brought this one.
    "articles_importing:preview": (NOBODY, NOBODY),
    "articles_importing:brought": (WRITES, WRITES),
    "articles_approving:corrections": (WRITES, WRITES),
    "articles_approving:sentences": (WRITES, WRITES),
    "articles_rules:changes": (WRITES, WRITES),
    "wagtailsnippets_articles_source:list": (WRITES, NOBODY),
    "wagtailsnippets_articles_source:list_results": (WRITES, NOBODY),
    "wagtailsnippets_articles_source:edit": (WRITES, WRITES),
    "wagtailsnippets_articles_source:inspect": (WRITES, NOBODY),
    "wagtailsnippetchoosers_articles_source:choose": (STAFF, NOBODY),
    "wagtailsnippetchoosers_articles_source:choose_results": (STAFF, NOBODY),
    "wagtailsnippetchoosers_articles_source:create": (WRITES, WRITES),
    "wagtailsnippets_articles_lintterm:add": (REVIEWS, REVIEWS),
    "wagtailsnippets_articles_lintterm:edit": (REVIEWS, REVIEWS),
    "wagtailsnippets_articles_allowedsentence:add": (REVIEWS, REVIEWS),
    # There is none with this number.
    "wagtailsnippets_articles_allowedsentence:edit": (NOBODY, NOBODY),
}
OURS = {
    one.name: one
    for one in all_addresses()
    if one.module.startswith("articles") and one.route.startswith("admin/")
}
# What is sent where somebody decides; the database tells afterwards whether it was taken.
SENT = {
    "articles_approving:corrections": {"correction": NUMBER, "decision": "confirm"},
    "articles_rules:changes": {"change": NUMBER, "answer": "decline"},
    "articles_statements:waiting": {f"answer-{NUMBER}": "no_claim:other"},
}


@pytest.fixture
def numbers() -> dict[str, int]:
    """Numbers for the parts of an address: of an article, of a source, and of whatever waits for somebody."""
    make_details()
    article, source = make_condition(), make_source()
    told = {"was_wrong": "one", "is_right": "two", "corrected_by": "Ana", "corrected_on": TODAY}
    Correction.objects.create(pk=NUMBER, page=article, page_title="x", waits=True, **told)
    StatementAnswer.objects.create(pk=NUMBER, **owner_of(source), key="k", sentence="It may help.")
    change = {"rule": RuleChange.Rule.WORD, "name": "cure", "after": {"is_active": False}, "reason": "why"}
    RuleChange.objects.create(pk=NUMBER, **change, proposed_at=timezone.now())
    ImportedArticle.objects.create(pk=NUMBER, page=article, name="article.html")
    return {"page_id": article.pk, "source_id": source.pk, "source": source.pk, "import": NUMBER}


def path_of(name: str, numbers: dict[str, int]) -> str:
    kind = next((kind for kind in ("source", "import") if kind in name), "")
    return OURS[name].filled(**{**numbers, "int": numbers.get(kind, 1)})


def test_every_view_of_articles_has_a_row():
    assert set(OURS) == set(MATRIX)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_editorial_matrix(numbers, who):
    browser = browser_of(who)
    for name, rows in MATRIX.items():
        path = path_of(name, numbers)
        for method, allowed in zip(("get", "post"), rows, strict=True):
            answer = getattr(browser, method)(path, SENT.get(name, {}) if method == "post" else {})
            turned_away = f"/admin/login/?next={path}" if who == "anonymous" else "/admin/"
            refused = answer.status_code in (403, 404, 405) or answer.headers.get("Location") == turned_away
            assert refused == (who not in allowed), (method, path, answer.status_code)
    decided = Correction.objects.filter(decision__isnull=False), StatementAnswer.objects.exclude(kind="")
    assert [rows.exists() for rows in decided] == [who in WRITES, who in REVIEWS]
    assert RuleChange.objects.waiting().exists() == (who not in REVIEWS)
