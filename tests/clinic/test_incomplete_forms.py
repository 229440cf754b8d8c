"""Forms of the admin of which something is missing: each asks for it, and none is a fault of the site."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from wagtail.models import Site

import pytest

from appointments.messages.kinds import MessageKind
from appointments.models import MessageTemplate
from articles.models import AllowedSentence, LintTerm
from tests import cast
from tests.addresses import all_addresses
from tests.factories import make_condition, make_details, make_safety_notice, make_source
from tests.html_forms import longest_form

pytestmark = pytest.mark.django_db

TEXTS = "wagtailsnippets_appointments_messagetemplate"


@pytest.fixture
def sam() -> Client:
    make_details()
    return cast.signed_in(cast.make_sam())


def addresses_of_forms() -> Iterator[str]:
    """The forms of our models, one to add and one to change each."""
    page = make_condition()
    kept = {
        "articles_source": make_source(),
        "articles_safetynotice": make_safety_notice(),
        "articles_lintterm": LintTerm.objects.first(),
        "articles_allowedsentence": AllowedSentence.objects.create(
            page=page, sentence="No cure.", reason="It says so.", allowed_by="Rita Reviewer"
        ),
        "appointments_messagetemplate": MessageTemplate.objects.first(),
        "practitioners": page.author,
    }
    known = {one.name for one in all_addresses()}
    for name, one in kept.items():
        space = name if name == "practitioners" else f"wagtailsnippets_{name}"
        yield reverse(f"{space}:add")
        for view in ("edit", "copy"):
            if f"{space}:{view}" in known:
                yield reverse(f"{space}:{view}", args=[one.pk])
    yield reverse("wagtailadmin_pages:add", args=["articles", "conditionpage", page.get_parent().pk])
    yield reverse("wagtailadmin_pages:edit", args=[page.pk])
    yield reverse("wagtailsettings:edit", args=["clinic", "clinicsettings", Site.objects.get().pk])


def filled_in(response: HttpResponse) -> dict[str, list[str]]:
    """What a browser would send: the form, and the number of blocks in each stream, which a script writes."""
    form = longest_form(response.content.decode())
    streams = [name for name, field in response.context["form"].fields.items() if hasattr(field, "block")]
    return form | {f"{name}-count": ["0"] for name in streams}


def test_a_form_without_one_of_its_answers_is_no_fault_of_the_site(sam):
    forms, tried = 0, set()
    for address in addresses_of_forms():
        asked = sam.get(address)
        form, model = filled_in(asked), asked.context["form"]._meta.model
        required = [name for name, field in asked.context["form"].fields.items() if field.required]
        # The form that changes a record asks what the one asks that adds it: of that, one answer is left out.
        wanted = [name for name in required if name in form]
        for name in wanted[:1] if model in tried else wanted:
            left_out = {key: value for key, value in form.items() if key != name}
            assert sam.post(address, left_out).status_code in (200, 302), (address, name)
        tried.add(model)
        forms += bool(required)
    assert forms >= 15


@pytest.mark.parametrize("missing", ["kind", "name", "language", "subject", "body"])
def test_a_message_text_without_when_is_asked_for_it(sam, missing):
    text = {
        "kind": MessageKind.DECLINED,
        "name": "By hand",
        "language": "en",
        "subject": "Your request",
        "body": "Call {phone}.",
    }
    before = MessageTemplate.objects.count()
    page = sam.post(reverse(f"{TEXTS}:add"), {**text, missing: ""})
    assert page.status_code == 200
    assert "This field is required." in page.content.decode()
    assert MessageTemplate.objects.count() == before
    assert sam.post(reverse(f"{TEXTS}:add"), text).status_code == 302
