"""Pictures: credit, alternative text, the decisions nobody may skip, and how they are fetched."""

import io
from html import unescape

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

import pytest
from PIL import Image

from clinic.models import ClinicImage
from clinic.pages.blocks.pictures import find_pictures
from tests.cast import make_ed, signed_in
from tests.factories import make_condition, make_information_page, make_picture, photo_of

pytestmark = pytest.mark.django_db


def test_a_described_picture_needs_a_description():
    picture = make_picture()
    picture.description = "  "
    with pytest.raises(ValidationError) as error:
        picture.full_clean()
    assert set(error.value.message_dict) == {"description"}


@pytest.mark.parametrize("field", ["credit", "license", "alt_decision", "people_shown"])
def test_a_picture_needs_credit_license_and_both_decisions(field):
    picture = make_picture()
    setattr(picture, field, "")
    with pytest.raises(ValidationError) as error:
        picture.full_clean()
    assert set(error.value.message_dict) == {field}


def test_the_suggested_alternative_text_is_never_the_files_title():
    assert make_picture(description="A hand.").default_alt_text == "A hand."
    decorative = make_picture(alt_decision=ClinicImage.AltDecision.DECORATIVE, description="A hand.")
    assert decorative.default_alt_text == ""
    assert make_picture(description="").default_alt_text == ""


def test_a_photo_shows_credit_caption_and_that_a_model_posed(client):
    picture = make_picture(credit="Ana Painter", people_shown=ClinicImage.PeopleShown.MODEL)
    make_information_page(body=[photo_of(picture, alt_text="A resting hand", caption="Our room")])
    html = client.get("/about/").content.decode()
    assert 'alt="A resting hand"' in html
    assert "Ana Painter" in html
    assert "Our room" in html
    assert "posed by a model" in html


def test_one_picture_in_two_places_has_two_alternative_texts(client):
    picture = make_picture()
    make_condition(
        hero=[photo_of(picture, alt_text="First words")],
        body=[photo_of(picture, alt_text="Second words"), photo_of(picture, alt_text="Third words")],
    )
    for _visit in range(2):
        html = client.get("/conditions/sciatica/").content.decode()
        assert [html.count(f'alt="{words} words"') for words in ("First", "Second", "Third")] == [1, 1, 1]


def test_a_decorative_use_has_an_empty_alternative(client):
    image = {"image": make_picture(), "alt_text": "", "decorative": True}
    make_information_page(body=[("photo", {"image": image, "caption": ""})])
    assert 'alt=""' in client.get("/about/").content.decode()


def test_a_deleted_picture_leaves_the_page_standing(client):
    picture = make_picture()
    make_condition(hero=[photo_of(picture)], body=[photo_of(picture)])
    picture.delete()
    assert client.get("/conditions/sciatica/").status_code == 200


def test_pictures_come_with_their_renditions_in_one_query(client, django_assert_num_queries):
    pictures = [make_picture(title=str(number)) for number in range(3)]
    with django_assert_num_queries(2):
        assert all(
            not found.prefetched_renditions for found in find_pictures(p.pk for p in pictures).values()
        )
    make_information_page(body=[photo_of(picture) for picture in pictures])
    client.get("/about/")
    with django_assert_num_queries(1):
        found = find_pictures([picture.pk for picture in pictures] * 2)
    assert found.keys() == {picture.pk for picture in pictures}
    assert all(picture.prefetched_renditions for picture in found.values())


def test_no_pictures_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find_pictures([None]) == {}


@pytest.fixture
def upload():
    """Upload a file as an editor; returns what the page says."""
    editor = signed_in(make_ed())
    fields = {"title": "A", "credit": "A", "license": "Own", "tags": "", "description": "A hand."}
    fields |= {"alt_decision": "described", "people_shown": "nobody"}

    def send(name: str, content: bytes) -> str:
        response = editor.post("/admin/images/add/", {**fields, "file": SimpleUploadedFile(name, content)})
        assert not ClinicImage.objects.exists()
        return unescape(response.content.decode())

    return send


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.svg", SVG, "Pictures of this kind are not accepted."),
        ("a.png", SVG, "but it holds something else"),
        ("a.html", b"<h1>Hello</h1>", "Pictures of this kind are not accepted."),
        ("a.png", b"Hello, I am a text.", "This file is not a picture"),
    ],
)
def test_what_is_not_a_photo_is_refused_in_plain_words(upload, name, content, words):
    assert words.lower() in upload(name, content).lower()


def test_a_photo_of_12000_pixels_is_refused_and_says_what_to_do(upload):
    content = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(content, "PNG")
    assert "more than 50 million pixels. Make it smaller" in upload("huge.png", content.getvalue())
