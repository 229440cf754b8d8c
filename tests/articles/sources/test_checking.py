"""The check of a source: an act by name, recorded for good, that falls with what it compared."""

from datetime import timedelta
from html import unescape

from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

import pytest
from psycopg2.sql import SQL, Identifier

from articles.models import Source, SourceCheck
from clinic.gate import findings
from tests.cast import make_ed, make_freya, make_olive, make_rita, make_sam, signed_in
from tests.factories import (
    make_care_card,
    make_claim,
    make_condition,
    make_ready_draft,
    make_source,
    make_user,
    make_verified_source,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIST = "/admin/snippets/articles/source/"
OTHER_VALUES = {
    "year": 1999, "design": "overview", "trials": 77, "participants": 88, "certainty": "high", "pmid": "77",
    "doi": "10.9999/other", "url": "https://other.example/",
}  # fmt: skip


def check_address(source: Source) -> str:
    return f"/admin/sources/{source.pk}/check/"


def checked(client, source: Source, **changes):
    """Press the button on the screen of the check, as it was shown."""
    source.refresh_from_db()
    form = {"not_read": "supplements", "recheck_due": TODAY + timedelta(days=300)}
    return client.post(
        check_address(source), {**form, "fingerprint": source.fingerprint, **changes}, follow=True
    )


def words(response) -> str:
    return unescape(" ".join(response.content.decode().split()))


def test_whoever_signed_in_opens_it_compares_and_says_so():
    source, rita = make_source(pmid="39401008", trials=12), make_rita()
    client = signed_in(rita)
    seen = words(client.get(check_address(source)))
    assert f'href="https://doi.org/{source.doi}" target="_blank" rel="noreferrer noopener"' in seen
    for value in (source.authors, source.title, source.finding, "39401008", "Randomized trial", "12", "Low"):
        assert value in seen
    assert "I opened this source and compared every field" in seen
    # Somebody else's name, sent along, names nobody.
    assert checked(client, source, verified_by=make_ed().pk).status_code == 200
    source.refresh_from_db()
    assert (source.verified_by, source.verified_on, source.not_read) == (rita, TODAY, "supplements")
    assert source.recheck_due == TODAY + timedelta(days=300)
    record = SourceCheck.objects.get()
    assert (record.source, record.done_by, record.done_by_name) == (source, rita, str(rita))
    assert record.values == source.compared_values
    assert not record.is_own_work


def test_only_who_holds_the_right_checks_and_no_form_sets_it():
    source = make_source()
    for make in (make_ed, make_freya, make_olive):
        client = signed_in(make())
        assert client.get(check_address(source)).status_code in (302, 403)
        client.post(check_address(source), {"not_read": "nothing", "fingerprint": source.fingerprint})
    form = {name: value for name, value in source.compared_values.items() if value is not None}
    sent = {**form, "verified_by": make_sam().pk, "verified_on": TODAY, "not_read": "nothing"}
    assert signed_in(make_rita()).post(f"{LIST}edit/{source.pk}/", sent).status_code == 302
    source.refresh_from_db()
    assert not source.is_verified
    assert not SourceCheck.objects.exists()


def test_what_is_not_said_or_not_possible_is_refused():
    source, client = make_source(), signed_in(make_rita())
    for changes in (
        {"not_read": ""},
        {"not_read": "x"},
        {"recheck_due": TODAY},
        {"recheck_due": TODAY + timedelta(days=1200)},
        {"recheck_due": "soon"},
    ):
        assert checked(client, source, **changes).status_code == 422, changes
    for fields, reason in [
        ({"finding": ""}, "Still missing or not right: what it found"),
        ({"design": "", "certainty": ""}, "kind of study, certainty"),
        ({"doi": ""}, "a DOI, a PubMed number or an official page"),
        ({"is_retracted": True}, "It was retracted"),
    ]:
        lacking = make_source(**fields)
        assert reason in words(client.get(check_address(lacking)))
        assert checked(client, lacking).status_code == 409
    assert not Source.objects.exclude(verified_by=None).exists()


def test_a_change_while_somebody_compares_is_said_and_nothing_is_checked():
    source, client = make_source(), signed_in(make_rita())
    before = source.fingerprint
    Source.objects.update(participants=5000)
    response = checked(client, source, fingerprint=before)
    assert response.status_code == 409
    assert "Somebody changed it while you were reading" in words(response)
    source.refresh_from_db()
    assert not source.is_verified
    # The screen now holds what is there, and the second press counts.
    assert source.fingerprint in words(response)
    assert checked(client, source).status_code == 200
    source.refresh_from_db()
    assert source.is_verified


def test_somebody_else_compares_unless_there_is_nobody_else():
    rita, sam = make_rita(), make_sam()
    source = make_source(typed_by=rita)
    ruth = make_user(email="ruth@clinic.example", group="Clinical reviewers", first_name="Ruth")
    client = signed_in(rita)
    seen = words(client.get(check_address(source)))
    assert f"Somebody else compares them: {ruth}." in seen
    assert str(sam) not in seen
    assert checked(client, source).status_code == 409
    ruth.is_active = False
    ruth.save()
    assert "nobody else here checks sources" in words(client.get(check_address(source)))
    assert checked(client, source).status_code == 200
    assert SourceCheck.objects.get().is_own_work


def test_whoever_entered_it_is_known_at_both_forms():
    ed = make_ed()
    form = {
        "authors": "Tu JF", "title": "A trial", "year": "2024", "design": "randomized_trial", "finding": "x",
        "certainty": "low",
    }  # fmt: skip
    client = signed_in(ed)
    client.post(f"{LIST}add/", form)
    client.post("/admin/snippets/choose/articles/source/create/", {**form, "title": "Another"})
    assert list(Source.objects.values_list("typed_by", flat=True)) == [ed.pk, ed.pk]
    source = Source.objects.get(title="A trial")
    edit = signed_in(make_rita())
    edit.post(f"{LIST}edit/{source.pk}/", {**form, "is_retracted": "on"})
    source.refresh_from_db()
    assert source.typed_by == ed
    edit.post(f"{LIST}edit/{source.pk}/", {**form, "year": "2023"})
    source.refresh_from_db()
    assert source.typed_by.first_name == "Rita"


def test_a_change_of_any_compared_field_takes_the_check_away_by_every_door():
    def by_save(source, name, value):
        setattr(source, name, value)
        source.save()
        assert not source.is_verified

    def by_update(source, name, value):
        Source.objects.filter(pk=source.pk).update(**{name: value, "verified_by": source.verified_by})

    def by_sql(source, name, value):
        with connection.cursor() as cursor:
            change = SQL("UPDATE articles_source SET {} = %s WHERE id = %s").format(Identifier(name))
            cursor.execute(change, [value, source.pk])

    for door in (by_save, by_update, by_sql):
        for field in Source.compared_fields():
            source = make_verified_source(recheck_due=TODAY)
            door(source, field.name, OTHER_VALUES.get(field.name, "Another"))
            source.refresh_from_db()
            state = (source.verified_by, source.verified_on, source.not_read, source.recheck_due)
            assert state == (None, None, "", None), (door.__name__, field.name)
            source.delete()


def test_nothing_else_takes_it_away_but_a_retraction_that_is_undone():
    source = make_verified_source()
    source.save()
    Source.objects.update(typed_by=make_ed(), retraction_note="No.", is_retracted=True, year=source.year)
    source.refresh_from_db()
    assert source.is_verified
    Source.objects.update(is_retracted=False)
    source.refresh_from_db()
    assert not source.is_verified


def test_a_claim_falls_with_the_check_of_its_source():
    source = make_verified_source()
    page = make_ready_draft(body=[make_care_card(), make_claim(sources=[source])])
    assert findings(page) == []
    Source.objects.filter(pk=source.pk).update(year=1999)
    assert {finding.code for finding in findings(page.specific_class.objects.get(pk=page.pk))} == {
        "source_unverified"
    }


def test_the_form_says_before_and_after_saving_which_live_pages_lose_their_footing():
    source, client = make_verified_source(), signed_in(make_ed())
    make_condition(title="Sciatica", body=[make_claim(sources=[source])])
    make_condition(title="A draft", slug="draft", live=False, body=[make_claim(sources=[source])])
    form = {name: value for name, value in source.compared_values.items() if value is not None}
    address = f"{LIST}edit/{source.pk}/"
    before = words(client.get(address))
    warning = before[before.index("Claims on these live pages then lose their footing") :]
    assert "Sciatica</a>" in warning
    assert "A draft" not in warning
    assert "sources/" not in warning, "an editor checks nothing"
    same = words(client.post(address, form, follow=True))
    assert "the check is gone" not in same
    retracted = words(client.post(address, {**form, "is_retracted": "on"}, follow=True))
    assert "It is marked as retracted. Claims on these live pages rest on it:" in retracted
    client.post(address, form)
    Source.objects.update(verified_by=make_rita(), verified_on=TODAY)
    after = words(client.post(address, {**form, "year": 2019}, follow=True))
    assert "the check is gone until somebody checks it again. Claims on these live pages rest on it:" in after
    assert "Sciatica</a></li>" in after


def test_no_record_of_a_check_is_changed_or_deleted():
    source, rita = make_source(), make_rita()
    checked(signed_in(rita), source)
    for change in (
        lambda: SourceCheck.objects.update(done_by_name="Somebody else"),
        lambda: SourceCheck.objects.update(values={}),
        lambda: SourceCheck.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    Source.objects.update(verified_by=None)
    source.delete()
    rita.delete()
    record = SourceCheck.objects.get()
    assert (record.source, record.done_by) == (None, None)
    assert "Rita" in record.done_by_name


def test_readers_are_told_where_only_a_summary_was_read(client):
    source = make_verified_source(not_read="supplements")
    make_condition(body=[make_claim(sources=[source])])
    told = "We read its summary only."
    assert told not in words(client.get("/conditions/sciatica/"))
    Source.objects.update(not_read="full_text")
    assert told in words(client.get("/conditions/sciatica/"))


def test_what_has_to_be_checked_is_on_the_dashboard_and_in_the_lists():
    fine, due = (
        make_verified_source(recheck_due=TODAY + timedelta(days=1)),
        make_verified_source(recheck_due=TODAY),
    )
    unchecked = make_source(authors="New N", year=2020)
    for title, source in [("Fine", fine), ("Due", due), ("Unchecked", unchecked)]:
        make_condition(title=title, slug=title.lower(), body=[make_claim(sources=[source])])
    client = signed_in(make_rita())
    assert "Cites a source that has to be checked (2)" in words(client.get("/admin/"))
    report = client.get("/admin/reviews/", {"to_check": "true"})
    assert {page.title for page in report.context["object_list"]} == {"Due", "Unchecked"}
    for query, found in [("recheck=true", [due]), ("unchecked=true", [unchecked])]:
        assert list(client.get(f"{LIST}?{query}").context["object_list"]) == found


def test_the_right_can_be_given_to_somebody_alone():
    ed = make_ed()
    ed.user_permissions.add(Permission.objects.get(codename="verify_source"))
    source = make_source()
    assert checked(signed_in(ed), source).status_code == 200
    source.refresh_from_db()
    assert source.verified_by == ed
