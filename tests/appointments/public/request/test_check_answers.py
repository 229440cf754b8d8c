"""Between the form and sending: answers are read back, changed without loss, and never trusted blindly."""

import re
from html import unescape

from django.conf import settings
from django.core import signing
from django.db import DatabaseError
from django.test import Client
from django.utils.datastructures import MultiValueDict

import pytest

from appointments.models import AppointmentRequest
from appointments.public.forms.carried import carry
from appointments.services.intake import counting
from articles.models import ConditionPage
from tests.appointments.patients import (
    FORM,
    PAT,
    TYPED_WORDS,
    answers,
    carried_on,
    check,
    fill_in,
    go_on,
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


def known_on(page: object) -> MultiValueDict:
    """The answers that ``page`` carries."""
    return MultiValueDict(signing.loads(carried_on(page), salt="appointments.answers"))


def aged(page: object, monkeypatch: pytest.MonkeyPatch, hours: int) -> str:
    """The answers of ``page`` as if it had been opened some hours ago."""
    known = known_on(page)
    with monkeypatch.context() as patch:
        now = signing.time.time()
        patch.setattr(signing.time, "time", lambda: now - hours * 3600)
        return carry(known)


def test_every_question_is_read_back_and_nothing_is_stored(client, condition):
    page = check(client, article=condition.slug, topic=condition.slug, visited_before=None, times=None)
    read = rows(page)
    assert page.status_code == 200
    assert read["Your full name"] == "Patience Quillfeather"
    assert read["Phone number"] == "(949) 555-0142 ext. 7", "as typed"
    assert read["May we leave a message?"] == "No"
    assert read["Days"] == "Monday, Thursday"
    assert read["Times of day"] == read["Visited us before"] == "Not provided"
    assert read["Help with"] == read["You were reading"] == "Sciatica"
    assert read["Note for the front desk"] == "Tinglingfingers since September"
    assert "Nothing is sent until you press" in page.content.decode()
    assert not AppointmentRequest.objects.exists()


def test_of_somebody_else_more_is_read_back(client):
    assert "Their full name" not in rows(check(client))
    read = rows(check(client, who_for="other", caller_name="Robin", full_name="Pat"))
    assert (read["Your full name"], read["Their full name"], read["Who you are to them"]) == (
        "Robin",
        "Pat",
        "Parent",
    )
    assert "The child's age" not in read


def test_the_caller_who_writes_for_an_e_mail_is_not_asked_about_calls(client):
    read = rows(check(client, contact_by="email"))
    assert not {"Phone number", "May we leave a message?", "Best time to call you"} & set(read)


@pytest.mark.parametrize("typed", ["<svg onload=alert(1)>", "{{ 7*7 }}", "{% debug %}", "'; drop table x"])
def test_what_was_typed_is_shown_and_not_obeyed(client, typed):
    page = check(client, note=typed, caller_name=typed)
    assert rows(page)["Your full name"] == typed or typed.startswith("<svg")
    assert "<svg onload" not in page.content.decode()


@pytest.mark.parametrize(
    ("screen", "anchors"),
    [("who", ["who_for_0", "caller_name"]), ("reach", ["phone", "email"]), ("when", ["days_0", "note"])],
)
def test_change_leads_to_the_question_with_every_answer_kept(client, screen, anchors):
    page = check(client)
    for anchor in anchors:
        button = rf'value="{screen}"\s+formaction="{FORM}#id_{anchor}"'
        assert re.search(button, page.content.decode()), anchor
    form = press(client, page, screen)
    assert form.status_code == 200
    assert all(f'id="id_{anchor}"' in form.content.decode() for anchor in anchors)
    assert 'id="error-summary"' not in form.content.decode()
    for name, value in answers().items():
        if name != "opened":
            assert form.context["form"][name].value() in (value, value == "on"), name
    assert not AppointmentRequest.objects.exists()


def test_a_changed_answer_comes_back_to_the_check_and_is_the_one_that_is_sent(client):
    form = press(client, check(client), "reach")
    page = fill_in(client, "reach", form, phone="949 555 0177")
    assert rows(page)["Phone number"] == "949 555 0177"
    press(client, page)
    assert the_request().patient.phone == "949 555 0177"
    assert the_request().patient.full_name == "Patience Quillfeather"


def test_a_change_that_asks_for_more_leads_to_what_it_asks_for(client):
    form = press(client, check(client, contact_by="email"), "reach")
    wrong = fill_in(client, "reach", form, contact_by="phone", phone="")
    assert wrong.status_code == 422
    assert rows(fill_in(client, "reach", wrong, contact_by="phone"))["Days"] == "Monday, Thursday"


def test_our_own_back_keeps_what_was_typed_right_or_wrong(client):
    second = fill_in(client, "who")
    sent = {**answers(phone="12", contact_by="phone"), "screen": "reach", "step": "back"}
    first = client.post(FORM, {**sent, "answers": carried_on(second)})
    assert first.status_code == 200
    assert first.context["form"]["caller_name"].value() == "Patience Quillfeather"
    again = fill_in(client, "who", first)
    assert again.context["screen"].name == "reach"
    assert again.context["form"]["phone"].value() == "12"
    assert 'id="error-summary"' not in again.content.decode(), "nothing was sent to be told off for"


def test_only_the_last_button_sends(client):
    """Neither a screen nor a hand-made message skips the page on which the answers are read back."""
    page = None
    for screen in ("who", "reach", "when"):
        page = fill_in(client, screen, page, step="send")
        assert page.status_code == 200
    assert rows(page)
    assert not AppointmentRequest.objects.exists()


def test_answers_that_were_tampered_with_are_not_trusted(client):
    carried = carried_on(check(client))
    known = dict(signing.loads(carried, salt="appointments.answers"))
    cut, other_salt = carried[:-3], signing.dumps(known, salt="another")
    sent = [(wrong, "send") for wrong in ("", "x", "\x00", "é", "a:b:c", "x" * 5000, cut, other_salt)]
    for wrong, step in [*sent, (cut, "who"), (other_salt, "back"), (cut, ""), (cut, "nonsense")]:
        page = client.post(FORM, {"answers": wrong, "step": step})
        assert page.status_code == 422, (wrong, step)
        assert "did not arrive whole" in page.content.decode(), (wrong, step)
        assert 'id="id_caller_name"' in page.content.decode(), "the form, to begin again"
    assert not AppointmentRequest.objects.exists()


def test_answers_are_good_for_twenty_hours_and_never_thrown_away(client, monkeypatch):
    page = check(client)
    late = client.post(FORM, {"answers": aged(page, monkeypatch, 25), "step": "send"})
    assert late.status_code == 422
    assert "open for a long time" in late.content.decode()
    assert rows(late)["Your full name"] == "Patience Quillfeather"
    assert not AppointmentRequest.objects.exists()
    reference = shown_reference(press(client, late))
    assert reference == the_request().reference
    in_time = client.post(FORM, {"answers": aged(page, monkeypatch, 20), "step": "send"}, follow=True)
    assert shown_reference(in_time) == reference, "and it is still the same submission"


def test_a_page_that_was_open_during_the_update_can_still_be_sent(client):
    old = {**PAT, "full_name": PAT["caller_name"], "contact_by": "phone", "caller_name": None}
    old |= {"consent_contact": "on", "consent_email": "on"}
    known = {name: value if isinstance(value, list) else [value] for name, value in old.items() if value}
    signed = signing.dumps(known, salt="appointments.answers", compress=True)
    client.post(FORM, {"answers": signed, "step": "send"}, follow=True)
    patient = the_request().patient
    assert (patient.full_name, patient.phone, patient.consents["email"]) == (
        old["full_name"],
        PAT["phone"],
        True,
    )


def test_signed_answers_are_checked_again_when_they_arrive(client, condition):
    page = check(client, topic=condition.slug)
    condition.unpublish()
    form = press(client, page)
    assert form.status_code == 422
    assert "Choose one of the answers in the list" in form.content.decode()
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize("step", ["send", "", "back"])
def test_with_the_database_away_everything_typed_is_shown_and_can_be_sent_again(client, monkeypatch, step):
    page = check(client) if step == "send" else fill_in(client, "reach", fill_in(client, "who"))
    typed = {"answers": carried_on(page), "step": step}
    if step != "send":
        typed |= {**answers(), "screen": "when"}
    with monkeypatch.context() as patch:
        patch.setattr(ConditionPage.objects, "live", _away)
        away = client.post(FORM, typed)
    assert away.status_code == 503
    assert settings.CLINIC_PHONE in away.content.decode()
    assert rows(away)["Your full name"] == "Patience Quillfeather"
    assert rows(away)["Days"] == "Monday, Thursday"
    assert not AppointmentRequest.objects.exists()
    again = re.search(r'name="step"\s+value="(\w*)"', away.content.decode()).group(1)
    later = press(client, away, again)
    reference = shown_reference(later if step == "send" else press(client, later))
    assert reference == the_request().reference


def test_with_the_database_away_the_first_screen_goes_on_to_the_second(client, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(ConditionPage.objects, "live", _away)
        away = fill_in(client, "who")
    assert away.status_code == 503
    second = press(client, away, "reach")
    assert second.context["screen"].name == "reach"
    assert rows(go_on(client, second))["Your full name"] == "Patience Quillfeather"


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
    assert rows(refused)["Your full name"] == "Patience Quillfeather"
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
