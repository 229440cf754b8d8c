"""Chained records: whatever a superuser does to them is found, and named."""

from io import StringIO

from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest

import pytest

from appointments.models import AccessAction, AccessRecord, AppointmentRequest
from appointments.services.access import record_access
from appointments.worker.tasks import keep_records
from clinic.database.anchors import forget_old_records
from clinic.database.records import ChainMark
from clinic.models import User
from clinic.senders.acting import acting_request
from tests import cast

pytestmark = pytest.mark.django_db
TABLE = "appointments_accessrecord"
SHOWN = [AppointmentRequest(reference="ABCD2345")]


@pytest.fixture
def freya():
    return cast.make_freya()


def read(reader: User, *, signed_in: User) -> None:
    """Record a read by ``reader`` while the page of somebody who is signed in is answered."""
    http_request = HttpRequest()
    http_request.user = signed_in
    token = acting_request.set(http_request)
    try:
        with transaction.atomic():
            record_access(actor=reader, action=AccessAction.EXPORT, shown=SHOWN)
    finally:
        acting_request.reset(token)


@pytest.fixture
def five(freya) -> list[int]:
    """The numbers of five reads."""
    for _each in range(5):
        read(freya, signed_in=freya)
    return list(AccessRecord.objects.order_by("pk").values_list("pk", flat=True))


def as_superuser(statement: str, *values: object) -> None:
    """Do what no trigger hinders."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement.replace("reads", TABLE), values or None)
        cursor.execute("SET LOCAL session_replication_role = origin")


def age(years: int, up_to: int) -> None:
    """Let the reads be as if they had been written years ago, the chain included."""
    as_superuser("UPDATE reads SET at = at - make_interval(years => %s) WHERE id <= %s", years, up_to)
    as_superuser("SELECT clinic_chain_existing('reads')")


def verified(*anchors: str) -> str:
    """What the command says of the reads, and whether it ends well."""
    said = StringIO()
    try:
        call_command("verify_access_log", *(f"--anchor={one}" for one in anchors), stdout=said)
    except CommandError as error:
        return f"{said.getvalue()}{error}"
    return said.getvalue()


def anchor() -> str:
    return verified().split("The last one: ")[1].split()[0]


def test_five_reads_are_a_chain(five):
    first, last = AccessRecord.objects.order_by("pk")[0], AccessRecord.objects.latest("pk")
    assert five == list(range(first.pk, first.pk + 5))
    assert (bytes(first.previous), first.database_role) == (b"", connection.settings_dict["USER"])
    assert first.actor_email == "freya@clinic.example"
    assert f"{TABLE}: 5 records. All are whole." in verified()
    assert anchor() == f"{TABLE}:{last.pk}:{bytes(last.hash).hex()}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE reads SET actor_name = 'Olive Owner' WHERE id = {third}", "Row {third} was changed"),
        ("UPDATE reads SET at = '2020-01-01' WHERE id = {third}", "Row {third} was changed"),
        ("UPDATE reads SET hash = NULL WHERE id = {third}", "Row {third} was changed"),
        ("DELETE FROM reads WHERE id = {third}", "Rows between {second} and {fourth} are missing"),
        ("DELETE FROM reads WHERE id <= {second}", "The rows before row {third} are missing"),
        (
            "UPDATE reads AS one SET actor_name = 'X', hash = sha256(convert_to(jsonb_strip_nulls("
            "(to_jsonb(one) || jsonb_build_object('actor_name', 'X')) - 'hash')::text, 'UTF8'))"
            " WHERE id = {third}",
            "Row {fourth} does not follow row {third}",
        ),
        (
            "INSERT INTO reads SELECT (jsonb_populate_record(one, jsonb_build_object('id', id + 1))).*"
            " FROM reads AS one WHERE id = {fifth}",
            "was changed, or written without the chain",
        ),
    ],
)
def test_what_a_superuser_did_is_named(five, change, said):
    names = dict(zip(("first", "second", "third", "fourth", "fifth"), five, strict=True))
    as_superuser(change.format(**names))
    answer = verified()
    assert said.format(**names) in answer
    assert answer.endswith("The records were tampered with.")


def test_an_end_that_was_cut_off_or_written_anew_does_not_fit_the_anchor(five, freya):
    told = anchor()
    assert "tampered" not in verified(told)
    as_superuser("DELETE FROM reads WHERE id > %s", five[2])
    assert "tampered" not in verified()
    assert f"Row {five[4]} of the anchor is missing: the last row is {five[2]}." in verified(told)
    for _each in range(2):
        read(freya, signed_in=freya)
    assert f"Row {five[4]} is not the one of the anchor" in verified(told)
    with pytest.raises(CommandError, match="form table:number:hash"):
        call_command("verify_access_log", "--anchor=nonsense")


def test_old_records_go_and_the_others_are_still_a_chain(five):
    told = anchor()
    assert forget_old_records() == 0
    age(7, five[2])
    before = anchor()
    assert forget_old_records() == 3
    assert list(AccessRecord.objects.order_by("pk").values_list("pk", flat=True)) == five[3:]
    assert "tampered" not in verified(before)
    assert "tampered" in verified(told), "the rows are others than those"
    ChainMark.objects.all().delete()
    assert f"The rows before row {five[3]} are missing" in verified(before)


def test_the_last_record_stays_however_old_it_is(five):
    age(7, five[4])
    assert forget_old_records() == 4
    assert AccessRecord.objects.get().pk == five[4]
    assert "tampered" not in verified()


def test_no_record_has_a_date_a_role_or_a_place_of_its_own(freya):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('clinic.actor', %s, true)", [str(freya.pk)])
        cursor.execute(
            "INSERT INTO appointments_accessrecord (id, at, actor_id, actor_name, actor_email, action, shown,"
            " filters, search_hash, database_role, previous, hash) VALUES (900, '2020-01-01', %s, 'Olive',"
            " 'olive@clinic.example', 'record', '{}', '{}', '', 'nobody', 'x', 'y')",
            [freya.pk],
        )
        cursor.execute("SELECT now() - at < interval '1 minute' FROM appointments_accessrecord")
        assert cursor.fetchone() == (True,)
    row = AccessRecord.objects.get()
    assert (row.pk, row.actor_email) == (1, "freya@clinic.example")
    assert row.database_role != "nobody"
    assert "tampered" not in verified()


def test_a_read_is_recorded_for_whoever_is_signed_in_and_for_nobody_else(freya):
    with pytest.raises(IntegrityError, match="written for whoever is signed in"):
        read(freya, signed_in=cast.make_finn())
    with pytest.raises(IntegrityError, match="written for whoever is signed in"), transaction.atomic():
        record_access(actor=freya, action=AccessAction.PRINT, shown=SHOWN)
    assert not AccessRecord.objects.exists()
    read(freya, signed_in=freya)
    assert AccessRecord.objects.get().actor == freya


def test_the_heads_are_logged_and_mailed_to_the_owner_once_a_day(five, caplog):
    olive = cast.make_olive()
    caplog.set_level("INFO")
    keep_records()
    told = anchor()
    (message,) = mail.outbox
    assert message.to == [olive.email]
    assert told in message.body
    assert message.subject == "Records of reads are whole"
    assert told in caplog.text
    keep_records()
    assert len(mail.outbox) == 1
    as_superuser("UPDATE reads SET actor_name = 'X' WHERE id = %s", five[1])
    as_superuser("UPDATE clinic_chainmark SET at = at - interval '25 hours'")
    keep_records()
    assert mail.outbox[1].subject == "Records of reads were tampered with"
    assert f"Row {five[1]} was changed" in mail.outbox[1].body


def test_a_mail_that_fails_is_sent_again(five, monkeypatch):
    cast.make_olive()

    def fail(*_args: object, **_options: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("clinic.audit.anchor_mail.EmailMessage.send", fail)
        keep_records()
    assert not ChainMark.objects.exists()
    keep_records()
    assert len(mail.outbox) == 1
