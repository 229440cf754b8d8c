"""Between the form and sending: answers are read back, changed without loss, and never trusted blindly."""

import re
from html import unescape

from django.conf import settings
from django.core import signing
from django.db import DatabaseError
from django.test import Client

import pytest

from appointments.models import AppointmentRequest
from appointments.public.forms.carried import open_carried
from appointments.public.request import views as request_form
from appointments.services.intake import counting
from articles.models import ConditionPage
from tests.appointments.patients import (
    FORM,
    TYPED_WORDS,
    answers,
    carried_on,
    check,
    press,
    send,
    shown_reference,
    the_request,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]


def rows(page: object) -> dict[str, str]:
    """What the page reads back: label and answer."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page.content.decode(), re.DOTALL)
    return {
        unescape(label): " ".join(unescape(re.sub("<[^>]+>", " ", value)).split()) for label, value in found
    }


def aged(page: object, monkeypatch: pytest.MonkeyPatch, hours: int) -> str:
    """The answers of ``page`` as if it had been opened some hours ago."""
    known = dict(open_carried(carried_on(page)).answers.lists())
    with monkeypatch.context() as patch:
        now = signing.time.time()
        patch.setattr(signing.time, "time", lambda: now - hours * 3600)
        return signing.dumps(known, salt="appointments.answers", compress=True)


def test_every_question_is_read_back_and_nothing_is_stored(client, condition):
    page = check(client, article=condition.slug, topic=condition.slug, visited_before=None, times=None)
    read = rows(page)
    assert page.status_code == 200
    assert read["Full name"] == "Patience Quillfeather"
    assert read["Phone number"] == "(949) 555-0142 ext. 7", "as typed"
    assert read["May we leave a message?"] == "No"
    assert read["Days"] == "Monday, Thursday"
    assert read["Times of day"] == read["Visited us before"] == "Not provided"
    assert read["Help with"] == read["You were reading"] == "Sciatica"
    assert read["Note for the front desk"] == "Tinglingfingers since September"
    assert "Nothing is sent until you press" in page.content.decode()
    assert not AppointmentRequest.objects.exists()


def test_of_somebody_else_more_is_read_back(client):
    assert "Your name" not in rows(check(client))
    assert rows(check(client, who_for="other", guardian_name="Robin"))["Your name"] == "Robin"


@pytest.mark.parametrize("typed", ["<svg onload=alert(1)>", "{{ 7*7 }}", "{% debug %}", "'; drop table x"])
def test_what_was_typed_is_shown_and_not_obeyed(client, typed):
    page = check(client, note=typed, full_name=typed)
    assert rows(page)["Full name"] == typed or typed.startswith("<svg")
    assert "<svg onload" not in page.content.decode()


def test_change_leads_to_the_question_with_every_answer_kept(client):
    page = check(client)
    text = page.content.decode()
    for anchor in ("id_who_for_0", "id_phone", "id_days_0", "id_note", "id_consent_contact"):
        assert f'formaction="{FORM}#{anchor}"' in text
    form = press(client, page, "change")
    assert form.status_code == 200
    assert not form.context["form"].errors
    assert 'id="error-summary"' not in form.content.decode()
    for name, value in answers().items():
        if name != "opened":
            assert form.context["form"][name].value() in (value, value == "on"), name
    assert not AppointmentRequest.objects.exists()


def test_a_changed_answer_comes_back_to_the_check_and_is_the_one_that_is_sent(client):
    form = press(client, check(client), "change").context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    page = client.post(FORM, {**typed, "phone": "949 555 0177"})
    assert rows(page)["Phone number"] == "949 555 0177"
    press(client, page)
    assert the_request().patient.phone == "949 555 0177"
    assert the_request().patient.full_name == "Patience Quillfeather"


def test_only_the_last_button_sends(client):
    """Neither the form nor a hand-made message skips the page on which the answers are read back."""
    assert client.post(FORM, answers(step="send")).status_code == 200
    assert not AppointmentRequest.objects.exists()


def test_answers_that_were_tampered_with_are_not_trusted(client):
    carried = carried_on(check(client))
    known = dict(open_carried(carried).answers.lists())
    cut, other_salt = carried[:-3], signing.dumps(known, salt="another")
    sent = [(wrong, "send") for wrong in ("", "x", "\x00", "é", "a:b:c", "x" * 5000, cut, other_salt)]
    for wrong, step in [*sent, (cut, "change"), (other_salt, "change"), (cut, ""), (cut, "nonsense")]:
        page = client.post(FORM, {"answers": wrong, "step": step})
        assert page.status_code == 422, (wrong, step)
        assert "did not arrive whole" in page.content.decode(), (wrong, step)
        assert 'id="id_full_name"' in page.content.decode(), "the form, to begin again"
    assert not AppointmentRequest.objects.exists()


def test_answers_are_good_for_twenty_hours_and_never_thrown_away(client, monkeypatch):
    page = check(client)
    late = client.post(FORM, {"answers": aged(page, monkeypatch, 25), "step": "send"})
    assert late.status_code == 422
    assert "open for a long time" in late.content.decode()
    assert rows(late)["Full name"] == "Patience Quillfeather"
    assert not AppointmentRequest.objects.exists()
    reference = shown_reference(press(client, late))
    assert reference == the_request().reference
    in_time = client.post(FORM, {"answers": aged(page, monkeypatch, 20), "step": "send"}, follow=True)
    assert shown_reference(in_time) == reference, "and it is still the same submission"


def test_signed_answers_are_checked_again_when_they_arrive(client, condition):
    page = check(client, topic=condition.slug)
    condition.unpublish()
    form = press(client, page)
    assert form.status_code == 422
    assert "Choose one of the answers in the list" in form.content.decode()
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize("step", ["send", ""])
def test_with_the_database_away_everything_typed_is_shown_and_can_be_sent_again(client, monkeypatch, step):
    page = check(client)
    typed = {"answers": carried_on(page), "step": step} if step else answers()
    with monkeypatch.context() as patch:
        patch.setattr(ConditionPage.objects, "live", _away)
        patch.setattr(request_form, "submit_request", _away)
        away = client.post(FORM, typed)
    assert away.status_code == 503
    assert settings.CLINIC_PHONE in away.content.decode()
    assert rows(away)["Full name"] == "Patience Quillfeather"
    assert rows(away)["Days"] == "Monday, Thursday"
    assert not AppointmentRequest.objects.exists()
    later = press(client, away, step)
    reference = shown_reference(later if step else press(client, later))
    assert reference == the_request().reference


@pytest.mark.parametrize("enforces", [False, True])
def test_with_the_database_away_changed_answers_lead_to_the_telephone_too(monkeypatch, enforces):
    monkeypatch.setattr(ConditionPage.objects, "live", _away)
    page = Client(enforce_csrf_checks=enforces).post(FORM, {"answers": "forged", "step": "send"})
    assert page.status_code == 503
    assert settings.CLINIC_PHONE in page.content.decode()
    assert rows(page) == {}


def _away(*_args: object, **_kwargs: object) -> None:
    raise DatabaseError


def test_too_many_at_once_are_told_to_call_and_keep_what_was_typed(monkeypatch):
    far = Client(REMOTE_ADDR="198.51.100.7")
    page = check(far)
    monkeypatch.setattr(counting, "HARD_LIMIT", 0)
    refused = press(far, page)
    text = " ".join(refused.content.decode().split())
    assert refused.status_code == 429
    assert "You have sent several requests. Call us at" in text
    assert 'href="tel:' in text
    assert rows(refused)["Full name"] == "Patience Quillfeather"
    assert not AppointmentRequest.objects.exists()
    monkeypatch.undo()
    assert shown_reference(press(far, refused)) == the_request().reference
    monkeypatch.setattr(counting, "HARD_LIMIT", 0)
    assert shown_reference(send(far)) == the_request().reference, "what is stored is not refused"


def test_no_answer_is_in_an_address_a_cookie_or_the_session(client):
    page = check(client)
    done = press(client, page)
    kept = [address for address, _status in done.redirect_chain]
    kept += [f"{cookie.key} {cookie.value}" for cookie in client.cookies.values()]
    assert not [word for word in TYPED_WORDS if word.casefold() in " ".join(kept).casefold()]
    assert set(client.cookies) <= {settings.CSRF_COOKIE_NAME}
