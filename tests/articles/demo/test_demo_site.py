"""The demonstration site: loaded by one command, once, completely, and never into production unseen."""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError

from wagtail.models import Page

import pytest

from articles.demo import records
from articles.gate.owners import unowned
from articles.gate.rendered import lines_of
from articles.models import ConditionPage, ReviewRecord, Source
from articles.statements.finding import statement_in
from articles.statements.reading import texts
from clinic.checks import check_demonstration_data, demonstration_models
from clinic.models import ClinicSettings, HomePage, InformationPage, Practitioner, User
from clinic.pages.privacy.published import Purpose, published_page_for
from tests.databases import rows_for_many
from tests.factories import make_information_page, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "needles-in-the-haystack"
STAFF = {
    "desk@clinic.example": "Front desk",
    "owner@clinic.example": "Owner",
    "editor@clinic.example": "Editors",
    "reviewer@clinic.example": "Clinical reviewers",
}


def load(**options) -> str:
    out = StringIO()
    call_command("load_demo_site", **{"password": PASSWORD, "stdout": out, **options})
    return out.getvalue()


@pytest.fixture(scope="class")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What the command prints."""
    with rows_for_many(django_db_blocker):
        yield load()


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    """All of it, loaded once."""

    def test_the_whole_demonstration_is_live_and_can_be_read(self, loaded, client):
        assert ConditionPage.objects.live().count() == 6
        index = client.get("/conditions/").content.decode()
        others = [*InformationPage.objects.all(), *map(published_page_for, Purpose)]
        for page in [*ConditionPage.objects.all(), *others]:
            response = client.get(page.url)
            assert response.status_code == 200, page.url
            assert page in others or page.url in index
        home = client.get("/").content.decode()
        assert "Acupuncture, explained honestly" in home
        assert "/conditions/sciatica/" in home
        assert PASSWORD in loaded

    @pytest.mark.parametrize("slug", ["nerve-pain", "sciatica", "trigeminal-neuralgia"])
    def test_its_articles_keep_within_eight_queries(self, client, slug, django_assert_max_num_queries):
        client.get(f"/conditions/{slug}/")
        with django_assert_max_num_queries(8):
            client.get(f"/conditions/{slug}/")

    def test_its_claims_rest_on_verified_sources_and_its_articles_are_signed(self):
        for page in ConditionPage.objects.all():
            assert page.references
            assert all(source.is_verified for _number, source in page.references)
            assert page.author != page.clinical_reviewer
            assert page.last_reviewed < page.next_review_due

    def test_its_staff_sign_in_with_the_printed_password_in_their_groups(self, loaded, client):
        for email, group in STAFF.items():
            user = User.objects.get(email=email)
            assert [each.name for each in user.groups.all()] == [group]
            assert email in loaded
        assert User.objects.get(email="admin@clinic.example").is_superuser
        response = client.post("/admin/login/", {"login": "editor@clinic.example", "password": PASSWORD})
        assert response.status_code == 302

    def test_a_second_run_changes_nothing_that_somebody_edited(self):
        before = {model: model.objects.count() for model in (ConditionPage, Source, Practitioner, User)}
        page = ConditionPage.objects.get(slug="sciatica")
        page.title = "Edited by hand"
        page.save_revision().publish()
        user = User.objects.get(email="admin@clinic.example")
        user.set_password("chosen by the clinic")
        user.save()
        ClinicSettings.objects.update(clinic_name="Ours")
        ConditionPage.objects.get(slug="nerve-pain").delete()

        assert "nothing was changed" in load()
        before[ConditionPage] -= 1
        assert {model: model.objects.count() for model in before} == before
        page.refresh_from_db()
        assert page.title == "Edited by hand"
        assert ClinicSettings.objects.get().clinic_name == "Ours"
        assert User.objects.get(email="admin@clinic.example").check_password("chosen by the clinic")

    def test_each_article_has_the_review_that_it_shows(self):
        """Behind every "last reviewed" stands one entry in the log, marked as made up."""
        load()
        reviewer = User.objects.get(email="reviewer@clinic.example")
        for page in ConditionPage.objects.all():
            record = ReviewRecord.objects.get(page=page)
            assert (record.reviewed_on, record.next_due) == (page.last_reviewed, page.next_review_due)
            assert (record.practitioner, record.page_title) == (page.clinical_reviewer, page.title)
            assert record.practitioner.is_demonstration
            assert record.done_by == reviewer
            assert record.note.startswith("Made up for the demonstration")
        assert ReviewRecord.objects.count() == ConditionPage.objects.count()

    def test_its_sitemap_lists_every_live_page_with_the_day_of_its_last_change(self, client):
        xml = client.get("/sitemap.xml").content.decode()
        days = re.findall(r"<lastmod>\d{4}-\d\d-\d\d</lastmod>", xml)
        assert len(days) == xml.count("<url>") == Page.objects.live().filter(depth__gt=1).count()

    def test_it_is_found_by_the_names_that_people_use(self, client):
        names = {"lumbago": "sciatica", "tic douloureux": "trigeminal-neuralgia", "CTS": "carpal"}
        for words, slug in names.items():
            first = client.get("/search/", {"query": words}).context["results"][0]
            assert f"/conditions/{slug}" in first.url_path, words
        typos = {"carpel tunel": "carpal", "diabetic nueropathy": "diabetic", "siatica": "sciatica"}
        for typo, slug in typos.items():
            first = client.get("/search/", {"query": typo}).context["guesses"][0]
            assert f"/conditions/{slug}" in first.url_path, typo

    def test_check_deploy_names_every_model_with_demonstration_rows(self):
        with pytest.raises(SystemCheckError) as error:
            call_command("check", deploy=True, tags=["demonstration"])
        for words in ("practitioner", "user", "information page", "Clinic details"):
            assert words.lower() in str(error.value).lower()

    def test_check_deploy_is_content_once_every_mark_is_gone(self):
        for model in demonstration_models():
            model._default_manager.update(is_demonstration=False)
        assert check_demonstration_data(None) == []

    @pytest.mark.parametrize(
        "address", ["/", "/conditions/", "/search/?query=pain", "/search/?query=ssciatika", "/feed.xml"]
    )
    def test_lists_search_and_feed_say_nothing_of_treatments_that_nobody_answers_for(self, client, address):
        answer = client.get(address)
        assert answer.status_code == 200
        left = unowned(lines_of(answer.content.decode()), texts(HomePage.objects.get()), "en")
        assert [said for said, is_sentence in left if is_sentence and statement_in(said, "en")] == []


def test_a_site_with_pages_of_its_own_gets_nothing_not_even_sign_ins():
    make_information_page()
    assert "nothing was changed" in load()
    assert not User.objects.exists()
    assert not ConditionPage.objects.exists()


def test_an_account_that_exists_keeps_its_password_and_it_can_be_quiet():
    make_user(email="admin@clinic.example")
    assert load(verbosity=0) == ""
    user = User.objects.get(email="admin@clinic.example")
    assert not user.check_password(PASSWORD)
    assert not user.is_superuser


def test_a_password_must_be_given_and_be_a_good_one():
    with pytest.raises(CommandError, match="--password"):
        call_command("load_demo_site")
    with pytest.raises(CommandError, match="too short"):
        load(password="short")
    assert not User.objects.exists()


def test_a_source_that_nobody_checked_stops_the_whole_load(monkeypatch):
    real = records.read

    def unchecked(name):
        files = real(name)
        if name == "sources":
            files["ju-2017"]["verified"] = False
        return files

    monkeypatch.setattr(records, "read", unchecked)
    with pytest.raises(CommandError, match="ju-2017 is not verified"):
        load()
    assert not User.objects.exists()
    assert not HomePage.objects.get().get_children().exists()


def test_every_kind_of_invented_thing_can_be_marked():
    assert {model.__name__ for model in demonstration_models()} >= {
        "User",
        "Practitioner",
        "ClinicSettings",
        "InformationPage",
        "NoticePage",
        "PrivacyPolicyPage",
    }


def test_a_database_that_cannot_be_asked_is_a_warning(monkeypatch):
    def unreachable(_queryset):
        raise OperationalError("down")

    monkeypatch.setattr("django.db.models.query.QuerySet.count", unreachable)
    assert [message.id for message in check_demonstration_data(None)] == ["clinic.W001"]
