"""Many requests from one connection: put aside, then refused with everything kept; nobody else is hit."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import pytest

from appointments.models import AppointmentRequest, SenderBucket
from appointments.public.screening.sender import sender_of
from appointments.services.intake.counting import HARD_LIMIT, SOFT_LIMIT, Counted, count, forget_counts
from appointments.statuses import Status
from clinic.senders.client_address import client_address
from tests.appointments.patients import FORM, carried_on, check, press, send, shown_reference

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADDRESS = "198.51.100.7"
ONCE = {"transaction": True, "serialized_rollback": True}


@pytest.fixture
def far() -> Client:
    """Somebody who does not sit at the server itself."""
    return Client(REMOTE_ADDR=ADDRESS)


def take_token(sender: str, now: datetime) -> Counted:
    return count(now, sender=sender)


def spend(tokens: int, address: str = ADDRESS) -> None:
    """What ``tokens`` earlier tries from ``address`` leave in its bucket."""
    now = timezone.now()
    sender = sender_of(RequestFactory(REMOTE_ADDR=address).get("/"), now)
    for _ in range(tokens):
        take_token(sender, now)


def from_ip(address: str = "", *, forwarded: str | None = None, **more: str) -> Any:
    """A request as the web process sees it."""
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory(REMOTE_ADDR=address, **headers, **more).get("/")


def seen_as(appointment_request: Any) -> str:
    return str(client_address(appointment_request) or "")


def test_the_eleventh_request_is_put_aside_and_nobody_elses_is(far):
    for number in range(SOFT_LIMIT):
        send(far, note=f"Number {number}")
    assert set(AppointmentRequest.objects.values_list("status", flat=True)) == {Status.NEW}
    assert shown_reference(send(far, note="One more"))
    aside = AppointmentRequest.objects.get(status=Status.QUARANTINED)
    assert aside.events.get().payload.signals == ("busy_address",)
    send(Client(REMOTE_ADDR="198.51.100.8"), note="A neighbor")
    assert AppointmentRequest.objects.filter(status=Status.NEW).count() == SOFT_LIMIT + 1


def test_beyond_the_hard_limit_everything_typed_comes_back_with_the_phone_number(far):
    page = check(far)
    spend(HARD_LIMIT)
    reply = press(far, page)
    html = reply.content.decode()
    assert reply.status_code == 429
    for said in ("Patience Quillfeather", "Tinglingfingers", "tel:+1"):
        assert said in html
    assert not AppointmentRequest.objects.exists()
    SenderBucket.objects.update(filled_at=timezone.now() - timedelta(minutes=10))
    assert shown_reference(press(far, reply)), "the page that refuses can be sent again later"
    assert AppointmentRequest.objects.get().status == Status.NEW


def test_what_is_stored_already_is_confirmed_even_beyond_the_hard_limit(far):
    page = check(far)
    first = shown_reference(press(far, page))
    spend(HARD_LIMIT)
    assert shown_reference(press(far, page)) == first
    assert AppointmentRequest.objects.count() == 1


def test_one_connections_flood_does_not_close_the_form_for_others(far):
    spend(HARD_LIMIT + 5)
    assert press(far, check(far)).status_code == 429
    assert shown_reference(send(Client(REMOTE_ADDR="203.0.113.9")))


@pytest.mark.parametrize("limit", [SOFT_LIMIT, HARD_LIMIT])
def test_a_bucket_gives_each_token_once_and_fills_again_with_time(limit):
    def found(moment: datetime) -> bool:
        taken = take_token("s", moment)
        return not (taken.busy if limit == SOFT_LIMIT else taken.overflowing)

    assert [found(NOON) for _ in range(limit + 3)] == [True] * limit + [False] * 3
    one_token = timedelta(seconds=600 / limit)
    assert not found(NOON + one_token * 0.6)
    assert found(NOON + one_token * 1.1), "tries that found nothing have cost nothing"
    assert not found(NOON + one_token * 1.2)
    assert [found(NOON + timedelta(hours=5)) for _ in range(limit + 1)] == [True] * limit + [False]


def test_a_clock_that_goes_back_gives_and_takes_nothing():
    take_token("s", NOON)
    take_token("s", NOON - timedelta(hours=1))
    bucket = SenderBucket.objects.get()
    assert (bucket.soft, bucket.filled_at) == (SOFT_LIMIT - 2, NOON)


@pytest.mark.django_db(**ONCE)
def test_tries_at_the_same_moment_each_take_their_own_token():
    def one_try() -> bool:
        try:
            return take_token("s", NOON).busy
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as tries:
        busy = [future.result() for future in [tries.submit(one_try) for _ in range(SOFT_LIMIT + 6)]]
    assert busy.count(False) == SOFT_LIMIT


@pytest.mark.django_db(**ONCE)
def test_presses_that_we_could_not_answer_do_not_count_against_the_sender(far):
    """After an outage honest patients press again, and are no flood."""
    page = check(far)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE appointments_notice RENAME TO away")
        try:
            assert {press(far, page).status_code for _ in range(SOFT_LIMIT + 2)} == {503}
        finally:
            cursor.execute("ALTER TABLE away RENAME TO appointments_notice")
    assert shown_reference(press(far, page))
    stored = AppointmentRequest.objects.get()
    assert (stored.status, stored.events.get().payload.signals) == (Status.NEW, ())
    assert SenderBucket.objects.get().soft == SOFT_LIMIT - 1


@pytest.fixture
def broken_buckets(transactional_db: None) -> Iterator[None]:
    """The table of the buckets is gone: whatever asks for it gets a database error."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE appointments_senderbucket RENAME TO lost")
    yield
    # The site may have opened another connection meanwhile.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE lost RENAME TO appointments_senderbucket")


@pytest.mark.django_db(**ONCE)
def test_when_the_tokens_cannot_be_counted_the_request_is_stored(broken_buckets, far):
    assert shown_reference(send(far))
    assert AppointmentRequest.objects.get().status == Status.NEW
    assert shown_reference(send(far, subject="x", note="Another"))
    assert AppointmentRequest.objects.filter(status=Status.QUARANTINED).count() == 1


@pytest.mark.django_db(**ONCE)
def test_a_bucket_that_stays_locked_holds_no_request_up(far):
    spend(1)
    page = check(far)
    with closing(connection.copy()) as stuck, stuck.cursor() as holder:
        # The database ends whoever waits for it for ever, so that without our limit this fails, and late.
        holder.execute("SET idle_in_transaction_session_timeout = '10s'")
        holder.execute("BEGIN")
        holder.execute("SELECT * FROM appointments_senderbucket FOR UPDATE")
        assert shown_reference(press(far, page))
        holder.execute("SELECT 1")
    assert AppointmentRequest.objects.get().status == Status.NEW


@pytest.mark.parametrize("signals", [{}, {"subject": "x", "note": "http://pills.example"}])
def test_sending_asks_the_database_six_times_with_or_without_signals(far, signals):
    send(far, note="Warm up")
    page = check(far, **signals)
    with CaptureQueriesContext(connection) as sent:
        far.post(FORM, {"answers": carried_on(page), "step": "send"})
    queries = [query["sql"][:90] for query in sent if "SAVEPOINT" not in query["sql"]]
    assert len(queries) <= 6, "\n".join(queries)


@pytest.mark.parametrize(
    ("hops", "remote", "forwarded", "expected"),
    [
        (0, "198.51.100.7", None, "198.51.100.7"),
        (0, "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (0, "", None, ""),
        (0, "unix:", None, ""),
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "127.0.0.1,203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9", ""),
        (1, "10.0.0.1", None, ""),
        (1, "10.0.0.1", "", ""),
        (1, "10.0.0.1", "unknown", ""),
        (1, "10.0.0.1", "203.0.113.9:51234", "203.0.113.9"),
        (1, "10.0.0.1", "[2001:db8::7]:51234", "2001:db8::7"),
        (1, "10.0.0.1", "2001:db8::7", "2001:db8::7"),
        (1, "10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "9" * 5000, ""),
        (1, "10.0.0.1", "203.0.113.9,", ""),
    ],
)
def test_the_address_is_what_our_own_proxies_saw(settings, hops, remote, forwarded, expected):
    settings.TRUSTED_PROXY_HOPS = hops
    assert seen_as(from_ip(remote, forwarded=forwarded)) == expected


@pytest.mark.parametrize("header", ["FORWARDED", "X_REAL_IP", "CF_CONNECTING_IP", "TRUE_CLIENT_IP"])
def test_no_other_header_says_who_somebody_is(settings, header):
    for hops, forwarded in ((0, None), (1, ADDRESS)):
        settings.TRUSTED_PROXY_HOPS = hops
        appointment_request = from_ip(ADDRESS, forwarded=forwarded, **{f"HTTP_{header}": "203.0.113.9"})
        assert seen_as(appointment_request) == ADDRESS


def test_a_spoofed_header_does_not_fill_a_new_bucket(settings, far):
    settings.TRUSTED_PROXY_HOPS = 1
    for number in range(SOFT_LIMIT + 1):
        far.defaults["HTTP_X_FORWARDED_FOR"] = f"10.1.2.{number}, {ADDRESS}"
        send(far, note=f"Number {number}")
    assert AppointmentRequest.objects.filter(status=Status.QUARANTINED).count() == 1


def test_an_ipv6_connection_is_one_sender_whatever_address_it_takes():
    def sender(address: str) -> str | None:
        return sender_of(from_ip(address), NOON)

    assert sender("2001:db8:1:2::1") == sender("2001:db8:1:2:ffff:ffff:ffff:ffff")
    assert sender("2001:db8:1:2::1") != sender("2001:db8:1:3::1")
    assert sender("203.0.113.9") == sender("::ffff:203.0.113.9")
    assert sender("203.0.113.9") != sender("203.0.113.10")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "", "127.9.9.9"])
def test_whoever_calls_from_the_server_itself_is_nobody_in_particular(address):
    assert sender_of(from_ip(address), NOON) is None


def test_the_hash_holds_no_address_and_changes_with_the_day_and_the_key(settings):
    appointment_request = from_ip(ADDRESS)
    today = sender_of(appointment_request, NOON)
    assert ADDRESS not in today
    assert sender_of(appointment_request, NOON + timedelta(hours=11)) == today
    assert sender_of(appointment_request, NOON + timedelta(hours=13)) != today
    settings.SECRET_KEY = "another-secret-key-of-more-than-forty-characters"
    assert sender_of(appointment_request, NOON) != today


def test_buckets_are_forgotten_after_a_day():
    take_token("yesterday", NOON - timedelta(hours=25))
    take_token("today", NOON - timedelta(hours=23))
    assert forget_counts(NOON) == 1
    assert [bucket.sender for bucket in SenderBucket.objects.all()] == ["today"]


@pytest.mark.django_db(**ONCE)
def test_the_worker_forgets_senders():
    take_token("last year", NOON - timedelta(days=400))
    call_command("run_worker", once=True)
    assert not SenderBucket.objects.exists()
