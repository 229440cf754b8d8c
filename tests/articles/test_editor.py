"""Writing an article in the admin: drafts may hold anything, and every field explains itself."""

from html import unescape

from django.db import models
from django.urls import reverse

from wagtail.blocks import BaseStreamBlock, ListBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

import pytest

from articles.blocks.streams import ArticleStreamBlock
from articles.models import ConditionIndexPage, ConditionPage, SafetyNotice, Source
from clinic.models import (
    ClinicImage,
    ClinicSettings,
    HomePage,
    InformationPage,
    NoticePage,
    Practitioner,
    PrivacyPolicyPage,
)
from tests.factories import (
    ANSWERS,
    make_condition_index,
    make_home,
    make_practitioner,
    make_safety_notice,
    make_source,
    make_user,
    picture_file,
)

pytestmark = pytest.mark.django_db
EDITED = [
    HomePage,
    InformationPage,
    NoticePage,
    PrivacyPolicyPage,
    ConditionIndexPage,
    ConditionPage,
    Source,
    SafetyNotice,
    Practitioner,
    ClinicSettings,
]
OWN_IMAGE_FIELDS = ["credit", "license", "alt_decision", "people_shown"]


def article_form(*blocks: tuple[str, str], **changes: str) -> dict[str, str]:
    form = {
        "title": "Sciatica",
        "slug": "sciatica",
        "summary": "",
        "also_known_as": "",
        **dict.fromkeys(ANSWERS, ""),
        "region": "needles",
        "hero-count": "0",
        "body-count": str(len(blocks)),
        "lint_exceptions-count": "0",
        "author": "",
        "clinical_reviewer": "",
        "last_reviewed": "",
        "next_review_due": "",
        "comment_form-TOTAL_FORMS": "0",
        "comment_form-INITIAL_FORMS": "0",
    }
    for place, (block_type, value) in enumerate(blocks):
        prefix = f"body-{place}"
        form |= {f"{prefix}-type": block_type, f"{prefix}-value": value}
        form |= {f"{prefix}-order": str(place), f"{prefix}-deleted": ""}
    return {**form, **changes}


@pytest.fixture
def add_url() -> str:
    return reverse("wagtailadmin_pages:add", args=["articles", "conditionpage", make_condition_index().pk])


def test_an_editor_saves_a_draft_with_nothing_but_a_title(client, add_url):
    client.force_login(make_user(group="Editors"))
    assert client.get(add_url).status_code == 200
    assert client.post(add_url, article_form()).status_code == 302
    draft = ConditionPage.objects.get()
    assert not draft.live
    assert draft.author is None
    assert draft.last_reviewed is None
    assert client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code == 200


def test_a_draft_without_people_or_dates_can_be_previewed(client, add_url):
    client.force_login(make_user(group="Editors"))
    client.post(add_url, article_form())
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[ConditionPage.objects.get().pk])
    assert client.post(url, article_form(("heading", "What is it?"))).json()["is_valid"]
    assert "What is it?" in client.get(url).content.decode()


def test_publishing_asks_for_what_is_missing(client, add_url):
    client.force_login(make_user(group="Clinical reviewers"))
    response = client.post(add_url, article_form(**{"action-publish": "1"}))
    assert response.status_code == 200
    missing = response.context["form"].errors
    assert set(missing) == {"summary", "body", "author", "__all__", *ANSWERS} - {"emergency_if"}
    # What only a full review sets has no field here.
    for words in ("no clinical reviewer", "last full review", "next review"):
        assert words in str(missing["__all__"])
    assert not ConditionPage.objects.exists()


def test_two_headings_that_read_the_same_are_refused_on_publishing_only(client, add_url):
    client.force_login(make_user(group="Clinical reviewers"))
    person = str(make_practitioner().pk)
    form = article_form(
        ("heading", "Is it safe?"),
        ("heading", "is it SAFE"),
        summary="A summary.",
        author=person,
        clinical_reviewer=person,
        last_reviewed="2026-11-03",
        next_review_due="2028-05-01",
    )
    response = client.post(add_url, {**form, "action-publish": "1"})
    assert response.status_code == 200
    assert "Another heading has the same words." in unescape(response.content.decode())
    assert client.post(add_url, form).status_code == 302
    assert ConditionPage.objects.count() == 1


def test_people_and_regions_are_plain_selects(client, add_url):
    make_practitioner(name="Ana Reyes")
    client.force_login(make_user(group="Editors"))
    form = client.get(add_url).context["form"]
    for name in ("author", "region"):
        assert form.fields[name].widget.__class__.__name__ == "Select"
    assert "Ana Reyes" in str(form["author"])


@pytest.mark.parametrize("model", EDITED)
def test_choosers_stand_only_within_streams(model):
    # Wagtail draws a chooser, with an inline script, for a key to any of these.
    chosen = (Page, ClinicImage, Source, SafetyNotice)
    keys = [f for f in model._meta.get_fields() if isinstance(f, models.ForeignKey) and f.model is model]
    choosers = [
        f.name for f in keys if not f.remote_field.parent_link and issubclass(f.related_model, chosen)
    ]
    assert not choosers


def test_every_field_that_editors_see_explains_itself(client):
    for model in EDITED:
        own = [f for f in model._meta.get_fields() if getattr(f, "editable", False) and f.model is model]
        inherited = {"page_ptr", "id"}
        silent = [f.name for f in own if f.name not in inherited and not str(f.help_text).strip()]
        unnamed = [f.name for f in own if f.name not in inherited and not str(f.verbose_name).strip()]
        assert not silent + unnamed, model
    for name in OWN_IMAGE_FIELDS:
        assert str(ClinicImage._meta.get_field(name).help_text).strip(), name


def _blocks_within(block, path):
    """Every block of ours below ``block``, with its place."""
    yield path, block
    if isinstance(block, ListBlock):
        yield from _blocks_within(block.child_block, f"{path}/item")
    elif isinstance(block, (BaseStreamBlock, StructBlock)) and not isinstance(block, ImageBlock):
        for name, child in block.child_blocks.items():
            yield from _blocks_within(child, f"{path}/{name}")


STREAMS = [f.stream_block for model in EDITED for f in model._meta.get_fields() if isinstance(f, StreamField)]
CHOOSABLE = {name: block for stream in STREAMS for name, block in stream.child_blocks.items()}


@pytest.mark.parametrize("name", CHOOSABLE)
def test_every_block_has_a_label_a_description_an_icon_and_a_preview(name):
    block = CHOOSABLE[name]
    assert str(block.label).strip()
    assert str(block.meta.description).strip()
    assert block.meta.icon not in ("", "placeholder")
    overridden = "get_preview_value" in type(block).__dict__
    assert overridden or hasattr(block.meta, "preview_value")


@pytest.mark.parametrize("name", CHOOSABLE)
def test_every_field_within_a_block_explains_itself(name):
    for path, child in _blocks_within(CHOOSABLE[name], name):
        # The block itself has its description; an item made of parts is explained by them.
        if path != name and not (path.endswith("/item") and isinstance(child, StructBlock)):
            field = getattr(child, "field", None)
            assert str(field.help_text if field else child.meta.help_text).strip(), path


@pytest.mark.parametrize("name", ArticleStreamBlock().child_blocks)
@pytest.mark.parametrize("filled", [False, True], ids=["empty site", "filled site"])
def test_every_blocks_preview_can_be_shown(name, filled):
    if filled:
        make_home(), make_source(), make_safety_notice(), make_practitioner()
    block = ArticleStreamBlock().child_blocks[name]
    block.render(block.get_preview_value(), context={})


def test_the_form_for_pictures_asks_for_credit_license_and_both_decisions(client):
    client.force_login(make_user(group="Editors"))
    html = client.get("/admin/images/add/").content.decode()
    for name in OWN_IMAGE_FIELDS:
        assert f'name="{name}"' in html
    form = {"title": "A hand", "file": picture_file(), "description": "", "tags": "", "credit": "Ana"}
    form |= {"license": "Own", "alt_decision": "described", "people_shown": "nobody"}
    refused = client.post("/admin/images/add/", form)
    assert "Describe the picture" in refused.content.decode()
    assert not ClinicImage.objects.exists()
    response = client.post("/admin/images/add/", {**form, "file": picture_file(), "description": "A hand."})
    assert response.status_code == 302
    assert ClinicImage.objects.get().credit == "Ana"


def test_no_decision_about_a_picture_is_made_beforehand(client):
    client.force_login(make_user(group="Editors"))
    form = client.get("/admin/images/add/").context["form"]
    for name in ("alt_decision", "people_shown"):
        assert form.fields[name].required
        assert not form[name].value()
        assert form.fields[name].choices[0][0] == ""
