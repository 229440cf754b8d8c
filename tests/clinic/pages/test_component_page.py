"""The page of components: every one stands there in every state, and no visitor of a real site finds it."""

from pathlib import Path

from django.urls import resolve

import pytest

from clinic.settings import base
from tests.factories import make_details, make_home

COMPONENTS = Path(__file__).parents[3] / "templates" / "components"
# Those that need a photo, a page of the tree, the database's articles or a request under way, or that nobody
# sees: the pages' own tests show them.
SHOWN_ELSEWHERE = {
    f"{name}.html"
    for name in (
        "photo_credit",
        "ask_for",
        "person_facts",
        "body_figure",
        "breadcrumbs",
        "footer_of_form",
        "head_page",
        "trap",
    )
}


@pytest.mark.django_db
@pytest.mark.usefixtures("keeps_contexts_of_all_templates")
def test_every_component_stands_there_in_every_state(client):
    make_home()
    make_details()
    page = client.get("/components/")
    for words in (
        "Open now",
        "Closed now",
        "Emergency:",
        "Retracted",
        "There is a problem",
        "field--error",
        "Sierra",
    ):
        assert words in page.text
    shown = {Path(template.name).name for template in page.templates if template.name}
    drawings = (COMPONENTS / "figures").glob("*.html")
    missing = {path.name for path in (*COMPONENTS.glob("*.html"), *drawings)} - shown - SHOWN_ELSEWHERE
    assert not missing, "add them to templates/clinic/pages/component_page.html"


def test_a_real_site_has_no_such_page():
    assert base.ROOT_URLCONF == "clinic.urls"
    # Wagtail's pattern comes last and takes what nothing else answers: no page of that name exists.
    assert resolve("/components/", urlconf="clinic.urls").view_name == "wagtail_serve"
