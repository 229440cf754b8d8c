"""Clinical reviewers answer for statements by name; nobody's answer is lost, and nobody else answers."""

import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.urls import reverse

import pytest

from articles.answering.acts import AnsweredMeanwhileError, Choice, answer_statement
from articles.gate.statements import statements_of
from articles.models import ConditionPage, SafetyNotice, StatementAnswer
from articles.models.statements import AnswerKind
from clinic.gate import findings
from tests.articles.gate.test_gate_doors import form_of
from tests.articles.gate.test_statements import EASES, UNKNOWN, article
from tests.cast import REVIEWERS, make_ed, make_freya, make_olive, make_rita, make_sam, signed_in
from tests.factories import make_information_page, make_safety_notice, make_user

pytestmark = pytest.mark.django_db
NEGATION = f"{AnswerKind.NO_CLAIM}:negation"
OTHER = f"{AnswerKind.NO_CLAIM}:other"
WAITING = "/admin/statements/waiting/"


def screen(page) -> str:
    return reverse("articles_statements:page", args=[page.pk])


def open_of(page):
    return [each for each in statements_of(page) if each.is_open]


def answered(page, value: str = NEGATION, *, seen: str = "") -> dict[str, str]:
    sent = {f"answer-{each.key}": value for each in open_of(page)}
    return sent | {f"shown-{each.key}": seen for each in open_of(page)}


def test_the_screen_shows_each_statement_its_place_its_words_and_takes_an_answer_by_name():
    page, rita = article(UNKNOWN, EASES), signed_in(make_rita())
    seen = rita.get(screen(page)).content.decode()
    for words in (
        UNKNOWN,
        EASES,
        f"contentpath=body.{page.body[2].id}",
        "acupuncture eases",
        "2 statements wait",
    ):
        assert words in seen
    # The claim of the page answers for itself, and can be what another sentence says.
    assert "It stands in a claim, which answers for it." in seen
    assert f'value="claim:{page.body[1].id}"' in seen
    assert rita.post(screen(page), answered(page)).url == screen(page)
    assert findings(page) == []
    seen = rita.get(screen(page)).content.decode()
    assert "All of them are answered for." in seen
    assert "Rita Reviewer" in seen
    assert {each.written_by_name for each in StatementAnswer.objects.all()} == {"Rita Reviewer"}


def test_only_clinical_reviewers_answer_and_writers_see():
    page = article(UNKNOWN)
    sent = answered(page)
    writer = signed_in(make_ed())
    seen = writer.get(screen(page)).content.decode()
    assert UNKNOWN in seen
    assert "radio" not in seen
    for person, sees in ((writer, 302), (signed_in(make_freya()), 302)):
        assert person.post(screen(page), sent).status_code == sees
        assert person.get(WAITING).status_code == 302
    assert not StatementAnswer.objects.exists()
    with pytest.raises(PermissionDenied):
        answer_statement(page, open_of(page)[0], Choice("no_claim", reason="other"), make_olive(), None)


def test_of_two_who_answer_at_once_the_second_is_told_who_was_first():
    page = article(UNKNOWN)
    sent = answered(page)
    robin = make_user(email="robin@clinic.example", group=REVIEWERS, first_name="Robin", last_name="Second")
    signed_in(make_rita()).post(screen(page), sent)
    late = signed_in(robin).post(screen(page), sent | {f"answer-{_key(page)}": OTHER}, follow=True)
    assert "Rita Reviewer answered while you did" in late.content.decode()
    first = StatementAnswer.objects.get()
    assert first.reason == "negation"

    # With the first one's answer before them they may replace it; it stays as what was answered before.
    again = {f"answer-{_key(page)}": OTHER, f"shown-{_key(page)}": str(first.pk)}
    signed_in(robin).post(screen(page), again)
    assert [(each.reason, each.is_current) for each in StatementAnswer.objects.all()] == [
        ("negation", False),
        ("other", True),
    ]
    with pytest.raises(AnsweredMeanwhileError):
        answer_statement(page, _statement(page), Choice("no_claim", reason="visit"), robin, first.pk)


def test_the_database_holds_one_answer_to_a_sentence():
    page = article(UNKNOWN)
    signed_in(make_rita()).post(screen(page), answered(page))
    answer = StatementAnswer.objects.get()
    answer.pk = None
    with pytest.raises(IntegrityError):
        answer.save(force_insert=True)


def _key(page) -> str:
    return _statement(page).key


def _statement(page):
    return next(each for each in statements_of(page) if each.sentence == UNKNOWN)


@pytest.mark.parametrize(
    "value", ["no_claim:because", "no_claim:", "claim:elsewhere", "source:999", "source:x", "yes", "claim:"]
)
def test_what_is_no_answer_is_refused(value):
    page = article(UNKNOWN)
    seen = signed_in(make_rita()).post(screen(page), answered(page, value), follow=True)
    assert "Choose a claim or a source of this page, or a reason." in seen.content.decode()
    assert not StatementAnswer.objects.exists()


def test_a_strong_statement_offers_no_answer_and_takes_none():
    page, rita = article("Acupuncture is better than surgery."), signed_in(make_rita())
    seen = rita.get(screen(page)).content.decode()
    assert "only in a claim whose source" in " ".join(seen.split())
    rita.post(screen(page), answered(page, OTHER))
    assert not StatementAnswer.objects.exists()
    with pytest.raises(ValidationError):
        answer_statement(page, open_of(page)[0], Choice("no_claim", reason="other"), make_sam(), None)


def test_an_answer_to_a_sentence_that_went_meanwhile_is_told():
    page = article(UNKNOWN)
    sent = answered(page) | {"answer-gone": NEGATION}
    seen = signed_in(make_rita()).post(screen(page), sent, follow=True).content.decode()
    assert "1 answer is recorded." in seen
    assert "changed or went while you were answering" in seen


def test_three_hundred_statements_on_one_page():
    sentences = [f"Acupuncture eases pain number {number}." for number in range(300)]
    page = make_information_page(
        body=[("paragraph", "".join(f"<p>{one}</p>" for one in sentences))], live=False
    )
    rita = signed_in(make_rita())
    for number in (1, 2, 3):
        address = f"{screen(page)}?p={number}"
        rows = rita.get(address).context["rows"]
        assert len(rows) == 100
        sent = {f"answer-{row['statement'].key}": OTHER for row in rows}
        assert rita.post(address, sent).url == address
    assert StatementAnswer.objects.count() == 300
    assert findings(page) == []


# --- records ----------------------------------------------------------------------------------------


def test_a_record_is_refused_its_sentence_waits_and_the_next_save_passes():
    sam, rita, notice = signed_in(make_sam()), signed_in(make_rita()), make_safety_notice()
    url = f"/admin/snippets/articles/safetynotice/edit/{notice.pk}/"
    blocks = {"blocks": [{"text": UNKNOWN, "type": "unstyled", "key": "a"}], "entityMap": {}}
    form = {"title": "Safety", "body": json.dumps(blocks)}
    for _twice in range(2):
        seen = sam.post(url, form).content.decode()
        assert "waits in the list of the clinical reviewers" in seen
    [question] = StatementAnswer.objects.all()
    assert (question.sentence, question.kind, question.written_by_name) == (UNKNOWN, "", "Sam")
    assert UNKNOWN in rita.get(WAITING).content.decode()

    rita.post(WAITING, {f"answer-{question.pk}": NEGATION})
    assert UNKNOWN not in rita.get(WAITING).content.decode()
    late = signed_in(make_user(email="robin@clinic.example", group=REVIEWERS))
    seen = late.post(WAITING, {f"answer-{question.pk}": OTHER}, follow=True).content.decode()
    assert "Rita Reviewer answered while you did" in seen
    assert sam.post(url, form).status_code == 302
    assert UNKNOWN in SafetyNotice.objects.get().body


def test_whoever_wrote_a_records_sentence_does_not_answer_for_it_and_nobody_is_stuck():
    rita, sam = make_rita(), make_sam()
    url = f"/admin/snippets/articles/safetynotice/edit/{make_safety_notice().pk}/"
    blocks = {"blocks": [{"text": UNKNOWN, "type": "unstyled", "key": "a"}], "entityMap": {}}
    form = {"title": "Safety", "body": json.dumps(blocks)}
    signed_in(sam).post(url, form)
    question = StatementAnswer.objects.get()
    sent = {f"answer-{question.pk}": NEGATION}
    for refusal in (signed_in(sam).post(WAITING, sent, follow=True), signed_in(sam).get(WAITING)):
        assert "You wrote this sentence yourself" in refusal.content.decode()
    assert NEGATION not in signed_in(sam).get(WAITING).content.decode()
    # A clinic with one reviewer: what she wrote is asked anew once a colleague wants to say it too.
    StatementAnswer.objects.update(written_by=rita, written_by_name=str(rita))
    signed_in(rita).post(WAITING, sent)
    assert StatementAnswer.objects.filter(kind="").exists()
    signed_in(sam).post(url, form)
    signed_in(rita).post(WAITING, sent)
    assert StatementAnswer.objects.get(is_current=True).written_by == rita


def test_a_sentence_that_is_public_already_waits_and_holds_up_no_other_change():
    notice = make_safety_notice(body=f"<p>{UNKNOWN}</p>")
    notice.title = "Is it safe?"
    notice.full_clean()
    assert StatementAnswer.objects.get().sentence == UNKNOWN
    notice.body += f"<p>{EASES}</p>"
    with pytest.raises(ValidationError, match="under Statements that wait"):
        notice.full_clean()


def test_what_waits_for_a_notice_is_no_answer_for_a_page():
    page, notice = article(UNKNOWN), SafetyNotice(title="Safety", body=UNKNOWN)
    rows = {"sentence": UNKNOWN, "key": _key(page), "kind": "no_claim", "reason": "negation"}
    StatementAnswer.objects.create(content_type=_type_of(notice), **rows)
    assert findings(notice) == []
    assert [finding.code for finding in findings(page)] == ["statement_unanswered"]


def _type_of(instance):
    return StatementAnswer._meta.get_field("content_type").related_model.objects.get_for_model(instance)


# --- submitting and reviewing -----------------------------------------------------------------------


def test_the_writer_who_submits_is_told_them_together_with_the_way_there():
    page = article(UNKNOWN, EASES)
    ed = make_ed()
    form = _form_of(page) | {"action-submit": "1"}
    seen = signed_in(ed).post(f"/admin/pages/{page.pk}/edit/", form, follow=True).content.decode()
    assert "2 sentences say what a treatment does, and nobody has answered for them" in " ".join(seen.split())
    assert seen.count(EASES) == 1
    assert f'href="{screen(page)}"' in seen


def _form_of(page) -> dict[str, str]:
    body = {
        "body-count": "3",
        "body-2-type": "heading", "body-2-order": "2", "body-2-deleted": "", "body-2-value": UNKNOWN,
        "body-0-value": EASES,
    }  # fmt: skip
    return form_of(page, ready=True) | body


def test_the_full_review_lists_them_and_is_refused_while_one_is_open():
    page = article(UNKNOWN)
    url = reverse("articles_review:record", args=[page.pk])
    rita = signed_in(make_rita())
    seen = rita.get(url).content.decode()
    assert UNKNOWN in seen
    assert f'href="{screen(page)}"' in seen
    assert not ConditionPage.objects.get().live
