"""Passwords: what a program would try first is refused, and a few words in a row are taken."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

import pytest

from clinic.models import User
from tests.factories import make_details

pytestmark = pytest.mark.django_db
TOO_EASY = [
    "password12345678",
    "acupuncturehalls",
    "AcupunctureHalls2026!",
    "P@ssw0rd12345678",
    "qwertyuiopasdfgh",
    "aaaaaaaaaaaaaaaaaaaa",
    "123123123123123",
    "monkeydragonmaster",
    "FreyaDesk!FreyaDesk!",
    "quillfeather.freya.2026",
    "sanjuancapistrano1",
    "www.needlehall.example",
    "mlkjihgfedcbazyxwvuts",
    "n33dl3s@cupunctur3",
]
GOOD = [
    "correct horse battery staple",
    "seven green boats at noon",
    "needles-in-the-haystack",
    "xkq7!vTp2m#Zr9L",
    "海はとても青くてひろいですね今日も",
]


@pytest.fixture
def freya(settings) -> User:
    make_details()
    settings.SITE_URL = "https://www.needlehall.example"
    return User(first_name="Freya", last_name="Desk", email="f.quillfeather@mail.example")


@pytest.mark.parametrize("password", TOO_EASY)
def test_what_is_tried_first_is_refused(password, freya):
    with pytest.raises(ValidationError, match="easy to guess"):
        validate_password(password, freya)


@pytest.mark.parametrize("password", GOOD)
def test_words_that_have_nothing_to_do_with_each_other_are_taken(password, freya):
    validate_password(password, freya)


@pytest.mark.parametrize(("length", "words"), [(14, "too short"), (129, "too long")])
def test_a_length_is_asked_for_and_no_kinds_of_characters(length, words, freya):
    with pytest.raises(ValidationError, match=words):
        validate_password(("xkqvtpmzrlwnbjhdfgsy" * 7)[:length], freya)
