"""Titles of unpublished pages: whoever has no right on pages reads none, by whatever address of the admin."""

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

import pytest

from tests import cast
from tests.addresses import Address, all_addresses
from tests.factories import make_condition, make_details

pytestmark = pytest.mark.django_db
TITLE = "Quillfeather therapy"


def paths_of(one: Address, page: int) -> list[str]:
    """What the pattern is with the number of the page in each of its parts."""
    if one.name == "wagtailadmin_pages:revisions_compare":
        return [f"/admin/pages/{page}/revisions/compare/live...latest/"]
    if one.is_regex or not one.module.startswith(("wagtail", "articles")):
        return []
    models = [
        {"app_label": "articles", "app_name": "articles", "content_type_app_name": "articles"}
        | {"model_name": "conditionpage", "content_type_model_name": "conditionpage"},
        {"app_label": "wagtailcore", "app_name": "wagtailcore", "content_type_app_name": "wagtailcore"}
        | {"model_name": "page", "content_type_model_name": "page"},
    ]
    return list(
        dict.fromkeys(
            one.filled(**{"int": page, "str": page, "slug": "delete", "path": "x", "uuid": page, **model})
            for model in models
        )
    )


def test_without_a_right_on_pages_no_address_tells_the_title_of_an_unpublished_one():
    make_details()
    page = make_condition(title=TITLE, slug="unpublished", live=False)
    both = cast.make_freya()
    both.groups.add(Group.objects.get(name=cast.OWNER))
    browser: Client = cast.signed_in(both)
    browser.raise_request_exception = False
    told = []
    for one in all_addresses():
        for path in paths_of(one, page.pk):
            asked = {"id": page.pk, "q": "quillfeather", "multiple": "true"}
            if TITLE in browser.get(path, asked).content.decode(errors="replace"):
                told.append(path)
    assert not told, told


@pytest.mark.parametrize("written", ["{0:018}", " {0}", "+{0}"])
def test_a_number_that_is_written_otherwise_tells_no_title_either(written):
    make_details()
    page = make_condition(title=TITLE, slug="unpublished", live=False)
    asked = {"id": [make_condition(slug="public").pk, written.format(page.pk)]}
    answer = cast.signed_in(cast.make_freya()).get(reverse("wagtailadmin_choose_page_chosen_multiple"), asked)
    assert TITLE not in answer.content.decode(), answer.status_code


def test_the_owner_still_chooses_a_public_page_for_a_redirect():
    make_details()
    make_condition(title="Sciatica", slug="sciatica")
    owner = cast.signed_in(cast.make_olive())
    found = owner.get("/admin/choose-page/search/", {"q": "sciatica"})
    assert "Sciatica" in found.content.decode()
