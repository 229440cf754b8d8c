"""Addresses of pages in the editor: a taken one is told where it is typed, and costs nobody a draft."""

import threading
from html import unescape
from uuid import uuid4

from django.db import connection
from django.urls import reverse

import pytest

from articles.models import ConditionPage, TreatmentIndexPage
from tests.articles.test_editor import article_form
from tests.cast import make_ed, make_rita, signed_in
from tests.factories import make_condition, make_condition_index, make_user

JSON = {"Accept": "application/json"}
pytestmark = pytest.mark.django_db


def add_url() -> str:
    return reverse("wagtailadmin_pages:add", args=["articles", "conditionpage", make_condition_index().pk])


def test_a_draft_whose_address_is_taken_is_saved_at_the_next_free_one():
    make_condition()
    make_condition(title="Sciatica, old", slug="sciatica-2")
    editor = signed_in(make_ed())
    form = article_form(("heading", "An hour of work"))
    # Saved by itself: the open form is told, so that it goes on with that address.
    answer = editor.post(add_url(), form, headers=JSON).json()
    assert answer["success"]
    assert answer["field_updates"]["slug"] == "sciatica-3"
    draft = ConditionPage.objects.get(slug="sciatica-3")
    # Whoever goes on typing sends the taken one again.
    edit_url = answer["url"]
    answer = editor.post(edit_url, {**form, "summary": "More."}, headers=JSON).json()
    assert answer["success"]
    assert answer["field_updates"]["slug"] == "sciatica-3"
    # Saved by hand: the same, said above the page.
    seen = unescape(editor.post(edit_url, form, follow=True).text)
    told = "“Sciatica” already has the address “sciatica”. Your draft is saved, for now at “sciatica-3”"
    assert told in seen
    assert draft.get_latest_revision_as_object().body[0].value == "An hour of work"


def test_whoever_submits_or_publishes_is_told_at_the_field_which_page_has_the_address():
    make_condition(title="Pain in the leg")
    response = signed_in(make_ed()).post(add_url(), article_form(**{"action-submit": "1"}))
    assert response.status_code == 200
    [told] = response.context["form"].errors["slug"]
    assert told == "“Pain in the leg” already has the address “sciatica”. Choose another one."
    assert ConditionPage.objects.count() == 1


def test_one_open_form_makes_one_page_however_often_it_is_sent():
    ed = make_ed()
    form = article_form(creation_key=str(uuid4()))
    for headers in ({}, JSON, {}):
        response = signed_in(ed).post(add_url(), {**form, "summary": "Later."}, headers=headers)
        assert response.status_code in (200, 302)
    page = ConditionPage.objects.get()
    assert page.slug == "sciatica"
    assert page.revisions.count() > 1
    # A form that was opened anew is another page, and nobody else's key leads into a page.
    signed_in(ed).post(add_url(), article_form(creation_key=str(uuid4())))
    other = make_rita()
    signed_in(other).post(add_url(), form)
    assert set(ConditionPage.objects.values_list("slug", flat=True)) == {
        "sciatica", "sciatica-2", "sciatica-3",
    }  # fmt: skip
    for wrong in ("x", "", "\x01"):
        signed_in(ed).post(add_url(), article_form(title="Other", slug="other", creation_key=wrong))


def test_a_page_that_may_stand_once_is_saved_into_by_the_form_that_made_it():
    """Wagtail refuses a second one before anybody looks at the form's key."""
    home, admin = make_condition_index().get_parent(), signed_in(make_user(is_superuser=True))
    url = reverse("wagtailadmin_pages:add", args=["articles", "treatmentindexpage", home.pk])
    form = {"title": "Treatments", "slug": "treatments", "introduction": "", "comments-TOTAL_FORMS": "0"}
    form |= {"comments-INITIAL_FORMS": "0", "creation_key": str(uuid4())}
    assert admin.post(url, form, headers=JSON).json()["success"]
    admin.post(url, {**form, "title": "What we do"})
    page = TreatmentIndexPage.objects.get()
    assert page.get_latest_revision_as_object().title == "What we do"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_forms_that_are_sent_at_the_same_moment_are_all_saved():
    address, ed = add_url(), make_ed()
    twice = article_form(creation_key=str(uuid4()))
    once = article_form(creation_key=str(uuid4()))
    start, answers = threading.Barrier(3), []

    def send(form: dict[str, str]) -> None:
        client = clients.pop()
        start.wait()
        answers.append(client.post(address, form).status_code)
        connection.close()

    clients = [signed_in(ed) for _each in range(3)]
    threads = [threading.Thread(target=send, args=[form]) for form in (twice, twice, once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302, 302]
    assert sorted(ConditionPage.objects.values_list("slug", flat=True)) == ["sciatica", "sciatica-2"]
