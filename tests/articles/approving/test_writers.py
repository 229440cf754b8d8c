"""Writers: each sentence and value belongs to whoever brought it in, whatever comes after."""

import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

import pytest

from articles.models import ConditionPage, ContentUnit
from articles.models.four_eyes import needs_another
from articles.models.writers import is_writer
from articles.statements.keys import key_of
from tests.cast import make_ed, make_rita, signed_in
from tests.factories import (
    make_claim,
    make_condition,
    make_information_page,
    make_picture,
    make_ready_draft,
    make_source,
    photo_of,
)

pytestmark = pytest.mark.django_db
ED, RITA = "Ed wrote this sentence.", "Rita wrote this one."


def saved(page: ConditionPage, user, *, overwrite: bool = False, **fields) -> ConditionPage:
    """The article after somebody has saved a version, as the editor and its autosave do."""
    draft = ConditionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    over = draft.latest_revision if overwrite else None
    draft.save_revision(user=user, overwrite_revision=over, clean=False)
    return ConditionPage.objects.get(pk=page.pk)


def writer_of(page: ConditionPage, sentence: str):
    row = ContentUnit.objects.in_draft().filter(page=page, key=key_of(sentence)).first()
    return row and row.writer


def paragraphs(*sentences: str) -> list:
    return [("paragraph", "".join(f"<p>{sentence}</p>" for sentence in sentences))]


def test_a_sentence_is_its_first_writers_while_it_stays_and_wherever_it_moves():
    ed, rita = make_ed(), make_rita()
    page = saved(make_condition(live=False), ed, body=paragraphs(ED))
    page = saved(page, rita, body=paragraphs(RITA, ED))
    assert writer_of(page, ED) == ed
    assert writer_of(page, RITA) == rita
    page = saved(page, rita, summary=ED, body=paragraphs(RITA))
    assert writer_of(page, ED) == ed
    page = saved(page, rita, body=paragraphs(RITA), summary="Ed wrote this sentence, and Rita changed it.")
    assert writer_of(page, ED) is None
    page = saved(page, rita, summary=ED)
    assert writer_of(page, ED) == rita


def test_what_is_cut_and_pasted_within_one_version_keeps_its_writer():
    ed, rita = make_ed(), make_rita()
    page = saved(make_condition(live=False), ed, body=paragraphs(ED, "And this."))
    page = saved(page, rita, body=paragraphs("And this."))
    page = saved(page, rita, overwrite=True, body=paragraphs("And this.", "Typed, then deleted."))
    page = saved(page, rita, overwrite=True, body=paragraphs("And this.", ED))
    assert writer_of(page, ED) == ed
    assert not ContentUnit.objects.filter(key=key_of("Typed, then deleted.")).exists()


def test_what_readers_see_stays_its_writers_though_a_draft_leaves_it_out():
    ed, rita = make_ed(), make_rita()
    page = saved(make_ready_draft(), ed, summary=ED)
    page.get_latest_revision().publish(user=rita)
    page = saved(page, rita, summary="Something else.")
    page = saved(page, rita, summary="Something else again.")
    page = saved(page, rita, summary=ED)
    assert writer_of(page, ED) == ed
    assert not needs_another(page, rita)


VALUES = {
    "certainty": {"certainty": "moderate"},
    "comparator": {"comparator": "No treatment"},
    "people": {"people": 12},
}


def test_values_belong_to_somebody_too():
    ed, rita = make_ed(), make_rita()
    source = make_source()
    page = saved(make_condition(live=False), ed, body=[make_claim(sources=[source])])
    for changes in (*VALUES.values(), {"sources": [source, make_source()]}):
        page = saved(page, ed, body=[make_claim(sources=[source])])
        ContentUnit.objects.all().update(approved_at="2026-01-01T00:00Z")
        page = saved(page, rita, body=[make_claim(**{"sources": [source], **changes})])
        assert needs_another(page, rita), changes
    for fields in (
        {"region": "hand"},
        {"author": page.clinical_reviewer},
        {"hero": [photo_of(make_picture())]},
        {"body": [("paragraph", '<p><a href="https://example.org/">Read</a> on.</p>')]},
    ):
        ContentUnit.objects.all().update(approved_at="2026-01-01T00:00Z")
        page = saved(page, rita, **fields)
        assert needs_another(page, rita), fields


def test_answers_that_change_places_are_something_new():
    ed, rita = make_ed(), make_rita()

    def faq(first: str, second: str) -> list:
        asked = [("Does it hurt?", first), ("Is it safe in pregnancy?", second)]
        questions = [{"question": question, "answer": f"<p>{answer}</p>"} for question, answer in asked]
        return [("faq", {"items": questions})]

    page = saved(make_condition(live=False), ed, body=faq("No.", "Ask first."))
    page = saved(page, rita, body=faq("Ask first.", "No."))
    assert needs_another(page, rita)


def test_a_change_that_only_removes_is_nobodys():
    ed, rita = make_ed(), make_rita()
    page = make_ready_draft(body=[*make_ready_draft(slug="first").body.raw_data, *paragraphs_raw(ED, RITA)])
    page = saved(page, ed)
    page.get_latest_revision().publish(user=rita)
    page = saved(page, rita, body=page.body.raw_data[:-1] + paragraphs_raw(ED))
    assert not needs_another(page, rita)
    page.get_latest_revision().publish(user=rita)
    assert RITA not in str(ConditionPage.objects.live().get(pk=page.pk).body)


def paragraphs_raw(*sentences: str) -> list[dict]:
    return [{"type": "paragraph", "value": "".join(f"<p>{sentence}</p>" for sentence in sentences)}]


def test_code_is_trusted_and_an_account_that_goes_leaves_its_name():
    ed, rita = make_ed(), make_rita()
    page = saved(make_condition(live=False), None)
    assert not ContentUnit.objects.unseen().exists()
    page = saved(page, ed, summary=ED)
    ed.delete()
    assert ContentUnit.objects.unseen().filter(page=page, writer_name="Ed Editor", writer=None).exists()
    assert not needs_another(page, rita)


def test_an_article_that_was_live_before_writers_were_kept_begins_with_what_readers_see():
    rita = make_rita()
    saved(make_condition(), rita, summary=RITA)
    own = ContentUnit.objects.unseen().filter(writer=rita)
    assert [unit.key for unit in own] == [key_of(RITA)]
    before = make_condition(slug="draft", live=False)
    before.save_revision(user=rita)
    ContentUnit.objects.all().delete()
    assert needs_another(ConditionPage.objects.get(pk=before.pk), rita)
    assert not needs_another(ConditionPage.objects.get(pk=before.pk), make_ed())


def test_a_copy_keeps_the_writers_and_no_approval():
    ed, rita = make_ed(), make_rita()
    page = saved(make_ready_draft(), ed, summary=ED)
    page.get_latest_revision().publish(user=rita)
    signed_in(rita).post(
        f"/admin/pages/{page.pk}/copy/",
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(page.get_parent().pk)},
    )
    copied = ConditionPage.objects.get(slug="copy")
    assert writer_of(copied, ED) == ed
    assert writer_of(copied, "Copy") == rita
    assert ContentUnit.objects.unseen().filter(page=copied, key=key_of(ED)).exists()


def test_who_reverts_to_an_older_version_brings_back_what_was_gone():
    ed, rita = make_ed(), make_rita()
    page = saved(make_condition(live=False), ed, summary=ED)
    old = page.get_latest_revision()
    page = saved(page, ed, summary="Nothing of it.")
    page = saved(page, rita, summary=old.as_object().summary)
    assert writer_of(page, ED) == rita


def test_who_wrote_a_sentence_is_known_for_every_page_that_passes_the_gate():
    ed, rita = make_ed(), make_rita()
    page = make_information_page(live=False, introduction=RITA)
    page.save_revision(user=rita)
    page.refresh_from_db()
    assert is_writer(page, key_of(RITA), rita)
    assert not is_writer(page, key_of(RITA), ed)
    assert is_writer(page, key_of("A sentence that stands in no field."), rita)


def test_an_autosave_of_two_hundred_sentences_costs_a_few_queries_and_milliseconds():
    rita = make_rita()
    sentences = [f"This is sentence number {number} of them." for number in range(200)]
    page = saved(make_condition(live=False), rita, body=paragraphs(*sentences))
    for number in range(20):
        page = saved(page, rita, summary=f"Version {number}.")
    revision = page.get_latest_revision()
    revision.content["summary"] = "Typed."
    began = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        revision.save()
    spent = time.process_time() - began
    assert len(queries) <= 10, "\n".join(query["sql"][:100] for query in queries)
    # Some ten times what it takes, so that a slow machine fails nothing.
    assert spent < 0.1
