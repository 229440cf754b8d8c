"""The request form is made of kept parts: each browser has its own in between, and nothing typed is kept."""

import re
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest

from articles.models import ConditionPage
from clinic.database.clock import current_time
from clinic.fragments.memory import MEMORY
from clinic.models import ClinicSettings, Practitioner
from tests.appointments.factories import make_request
from tests.appointments.patients import FORM, TYPED_WORDS, carried_on, check
from tests.factories import make_practitioner

pytestmark = pytest.mark.usefixtures("site")
ADDRESSES = (FORM, f"{FORM}?article=sciatica", f"{FORM}?practitioner=sam-reyes", f"{FORM}?article=nothing")
WORD = "quillfeather"
OWN = re.compile(r'name="(?:submission_key|opened|article|practitioner)"[^>]*')


def shown(address: str) -> str:
    return Client().get(address).content.decode()


def own(page: str) -> list[str]:
    """What one browser got for its own."""
    found = OWN.findall(page)
    assert len(found) == 4
    return found


@pytest.fixture
def sam() -> object:
    sam = make_practitioner(name="Sam Reyes")
    yield sam
    Practitioner.objects.filter(pk=sam.pk).delete()


def test_two_browsers_share_all_but_what_is_their_own(sam):
    for address in ADDRESSES:
        MEMORY.forget()
        pages = [shown(address) for _each in range(3)]
        with CaptureQueriesContext(connection) as captured:
            pages.append(shown(address))
        assert len(captured) == 2, "the version, and whether the desk is slow"
        assert len({OWN.sub("", page) for page in pages}) == 1, address
        assert len({"".join(own(page)) for page in pages}) == 4, address


def test_a_kept_form_tells_from_where_it_was_opened(sam):
    for _each in range(2):
        plain, from_article, from_person, forged = map(shown, ADDRESSES)
    assert "<strong>Sciatica</strong>" in from_article and "You were reading" not in plain + forged
    assert f"<strong>{sam.display_name}</strong>" in from_person
    assert "You are asking for" not in plain + from_article
    assert 'value="sciatica"' in "".join(own(from_article)) and 'value="nothing"' in "".join(own(forged))


def test_a_change_is_seen_on_the_kept_form_at_once():
    shown(ADDRESSES[1])
    details, article = ClinicSettings.objects.get(), ConditionPage.objects.get(slug="sciatica")
    ClinicSettings.objects.update(emergency_phone="112")
    ConditionPage.objects.filter(pk=article.pk).update(title="Leg pain")
    page = shown(ADDRESSES[1])
    assert 'href="tel:112"' in page and "<strong>Leg pain</strong>" in page
    ClinicSettings.objects.update(form_closed="We are moving.")
    assert "We are moving." in shown(FORM)
    ClinicSettings.objects.update(emergency_phone=details.emergency_phone, form_closed="")
    ConditionPage.objects.filter(pk=article.pk).update(title=article.title)


def test_what_somebody_types_is_kept_nowhere_and_stored_with_five_queries():
    client = Client(REMOTE_ADDR="203.0.113.9")
    for each in range(2):
        # Answers that are shown again: those that are refused, those to be changed, and what is searched for.
        assert check(client, email="broken@", note=WORD).status_code == 422
        carried = carried_on(check(client, submission_key=32 * str(each)))
        assert client.post(FORM, {"answers": carried, "step": "reach"}).status_code == 200
        assert WORD in client.get(f"/search/?query={WORD}").content.decode()
        with CaptureQueriesContext(connection) as captured:
            sent = client.post(FORM, {"answers": carried, "step": "send"})
        assert sent.status_code == 302
    asked = [one["sql"] for one in captured if one["sql"] not in ("BEGIN", "COMMIT")]
    assert len(asked) <= 5, asked
    kept = repr(MEMORY._kept)
    assert "Sciatica" in kept
    assert not [word for word in (*TYPED_WORDS, WORD, "broken@") if word in kept]


def test_a_desk_that_falls_behind_or_has_other_targets_is_seen_at_once():
    slow = "more slowly than we promise"
    assert slow not in shown(FORM) and slow not in shown(FORM)
    make_request(received_ago=timedelta(days=12), due_in=timedelta(days=-9))
    assert slow in shown(FORM)
    before = ClinicSettings.objects.get().first_contact_minutes
    ClinicSettings.objects.update(first_contact_minutes=4800)
    assert slow not in shown(FORM), f"{current_time()}: at the desk's new pace nobody waits too long"
    ClinicSettings.objects.update(first_contact_minutes=before)
    assert slow in shown(FORM)
