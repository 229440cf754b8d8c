"""What the clinic treats and has no article about: found by its names, checked like a page, and shown."""

from django.core.exceptions import ValidationError

import pytest

from clinic.models import Ailment
from tests import cast
from tests.factories import make_details, make_information_page

pytestmark = pytest.mark.django_db


def make_ailments() -> None:
    for name, other_names in [
        ("Headache or migraine", "head pain, dolor de cabeza, migraña"),
        ("Neck pain", "stiff neck, dolor de cuello"),
    ]:
        Ailment.objects.create(name=name, other_names=other_names, sentence=f"We see people with it. {name}.")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("headache", ["Headache or migraine"]),
        ("HEADACHES", ["Headache or migraine"]),
        ("hedache", ["Headache or migraine"]),
        ("migrana", ["Headache or migraine"]),
        ("dolor de cuello", ["Neck pain"]),
        ("my neck pain for weeks", ["Neck pain"]),
        ("sciatica", []),
        ("fees", []),
    ],
)
def test_they_are_found_by_any_name_and_nearly_so_spelled(typed, found):
    make_ailments()
    assert [one.name for one in Ailment.objects.named_like(typed)][:1] == found


def test_their_words_are_checked_like_those_of_a_page():
    with pytest.raises(ValidationError) as error:
        Ailment(name="Neck pain", sentence="We cure it.").full_clean()
    assert "sentence" in error.value.message_dict


def test_a_page_lists_them_with_a_way_to_ask(client):
    make_details()
    make_ailments()
    page = make_information_page(body=[("ailments", {"heading": "What else do you see?"})])
    text = client.get(page.url).text.partition("What else do you see?")[2]
    assert "We see people with it. Neck pain." in text
    assert "/appointments/request/" in text.partition("</section>")[0]


@pytest.mark.parametrize(
    ("make", "may"), [(cast.make_rita, True), (cast.make_olive, True), (cast.make_ed, False)]
)
def test_who_answers_for_the_site_writes_them(make, may):
    make_details()
    form = {"name": "Knee pain", "other_names": "", "sentence": "Ask us.", "sort_order": "0"}
    cast.signed_in(make()).post("/admin/ailments/new/", form)
    assert Ailment.objects.exists() is may
