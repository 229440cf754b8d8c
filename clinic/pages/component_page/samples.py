"""Invented values that the components are shown with. Nothing of it is published anywhere else."""

from datetime import date
from types import SimpleNamespace as Sample
from typing import Any

from django import forms

LONG_WORD = "Elektroenzephalographieuntersuchungstermin"
LONG_NAME = "María-José Fernández de la Concepción y Villavicencio-Montoya"

CARE_CARDS = [
    {
        "level": "emergency",
        "heading": "Call 911 or go to an emergency room if:",
        "items": ["you cannot move a leg", "you have lost control of your bladder or bowels"],
    },
    {"level": "urgent", "heading": "See a doctor today if:", "items": ["you have a fever and back pain"]},
    {"level": "self_care", "heading": "What you can do yourself:", "items": ["keep moving gently"]},
]
CERTAINTY = [
    (4, "High certainty"),
    (3, "Moderate certainty"),
    (2, "Low certainty"),
    (1, "Very low certainty"),
    (0, "Certainty not stated"),
]


def _source(number: int, **changes: Any) -> Sample:
    values = {
        "short_name": f"Sample {2020 + number}",
        "authors": "Sample A, Sample B",
        "title": f"An invented study, number {number}",
        "journal": "Journal of Samples",
        "year": 2020 + number,
        "link": "https://example.org/",
        "link_text": "example.org",
        "is_retracted": False,
        "retraction_note": "",
        "trials": 3 * number,
        "participants": 2400 * number,
        "comparator": f"Sample treatment {number}",
        "get_design_display": "Review of several trials",
    }
    return Sample(**{**values, **changes})


def _claim(number: int, sources: list[Sample], **changes: Any) -> Sample:
    numbered = list(enumerate(sources, start=1))
    values = {
        "number": number,
        "is_first": number == 1,
        "brief": "An invented finding",
        "found_label": "Better",
        "people_behind": 2400 * number,
        "rests_on_few": False,
        "is_advice": False,
        "sources_differ": len(sources) > 1,
        "certainty_dots": 2,
        "certainty_label": "Low certainty",
        "certainty_phrase": "Research suggests, but we are not certain",
        "text": "this sentence is a sample and says nothing about medicine.",
        "compared_with": "a sample treatment",
        "numbered_sources": numbered,
        "known_sources": sources,
    }
    return Sample(**{**values, **changes})


def evidence() -> Sample:
    """Return evidence of two claims, one with several sources, and with one retracted source."""
    first, second = _source(1), _source(2, is_retracted=True, retraction_note="Its data were lost.")
    claims = [_claim(1, [first]), _claim(2, [first, second], brief=f"A finding about {LONG_WORD}")]
    cited = [
        Sample(number=1, source=first, claims=claims),
        Sample(number=2, source=second, claims=claims[1:]),
    ]
    return Sample(claims=claims, cited=cited)


def news() -> list[Sample]:
    """Return news for lists: one plain, one with a long word."""
    day = date(2020, 1, 2)
    return [
        Sample(title="We moved", summary="Our new address, and where to park.", date=day, url="#cards"),
        Sample(title=LONG_WORD, summary=LONG_WORD, date=day, url="#cards"),
    ]


def pages() -> list[Sample]:
    """Return pages for cards and lists: one plain, one with a long title, one in another alphabet."""
    sentence = "One honest sentence about what the page says."
    titles = [("hand", "Sample"), ("feet", f"A title with {LONG_WORD}"), ("face", "Đau dây thần kinh")]
    return [
        Sample(region=region, title=title, url="#", summary=sentence, search_description="")
        for region, title in titles
    ]


def article() -> Sample:
    """Return an article with everything that its last part shows."""
    reviewer = Sample(
        display_name=LONG_NAME,
        license_number="AC 00000",
        licensing_board="Sample Board",
        is_demonstration=True,
    )
    correction = Sample(
        corrected_on=date(2026, 1, 2), corrected_by=LONG_NAME, was_wrong="A number.", is_right="Another one."
    )
    return Sample(
        author=LONG_NAME,
        clinical_reviewer=reviewer,
        last_reviewed=date(2026, 1, 1),
        next_review_due=date(2028, 1, 1),
        corrections=[correction],
        answers=[
            Sample(question="What it is", words="A sample."),
            Sample(question=LONG_WORD, words=LONG_WORD),
        ],
        verdict="Ten words at most say what we think of it.",
        verdict_level=Sample(dots=2, label="Low certainty"),
        emergency_if="you cannot move a leg",
        emergency_cards=CARE_CARDS[:1],
        also_known_as="a specimen, an example",
        reading_minutes=5,
        headings=[Sample(anchor="care", text="Care cards"), Sample(anchor="end", text=LONG_WORD)],
        related=pages()[:2],
    )


BLOCKS = {
    "steps": {
        "heading": "Steps",
        "items": [
            {"title": "We listen", "text": "You tell us about your pain."},
            {"title": LONG_WORD, "text": "A long word must not leave a small screen."},
        ],
    },
    "facts": {
        "heading": "Facts",
        "items": [
            {"term": "First visit", "detail": "75 minutes"},
            {"term": LONG_WORD, "detail": "A long term"},
        ],
    },
    "quote": {"text": "A sentence that somebody said.", "attribution": LONG_NAME},
    "comparison": {
        "caption": "Two things side by side",
        "first_column": "Visit",
        "columns": ["Time", "What happens", LONG_WORD],
        "rows": [
            {"name": "First visit", "cells": ["75 minutes", "Talk, check and treatment", "A sample"]},
            {"name": "After that", "cells": ["50 minutes", "Short talk and treatment", "A sample"]},
        ],
        "note": "A note below the table.",
    },
    "call_to_action": {"heading": "Would you like to talk it over?", "text": "Fill out our form or call us."},
}

AILMENTS = [
    Sample(pk=1, name="Neck pain", sentence="We see people with it. Ask us.", is_demonstration=True),
    Sample(pk=2, name=LONG_WORD, sentence="A long word stays here.", is_demonstration=False),
]
AT_A_GLANCE = Sample(
    treating=pages(), boards=["Sample Board"], languages=["English", "Tiếng Việt"], is_made_up=True
)
SPELLED = [("S", "Sierra"), ("A", "Alfa"), ("M", "Mike"), ("P", "Papa"), ("2", "two"), ("3", "three")]
ANSWERS = [
    Sample(label="Full name", value=LONG_NAME),
    Sample(label="Phone number", value=""),
    Sample(label="Note for the front desk", value=f"Two lines,\nand {LONG_WORD}."),
]


class SampleForm(forms.Form):
    """Form with one field of each kind that the request form has."""

    use_required_attribute = False

    text = forms.CharField(label="Full name", help_text="A hint stands above the field.", max_length=20)
    number = forms.CharField(
        label="Phone number", required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    picked = forms.ChoiceField(label="One of few", choices=[("a", "Me"), ("b", "My child, under 18")],
                               widget=forms.RadioSelect)  # fmt: skip
    chips = forms.MultipleChoiceField(
        label="Several",
        choices=[("mon", "Monday"), ("tue", "Tuesday"), ("long", LONG_WORD)],
        widget=forms.CheckboxSelectMultiple,
    )
    listed = forms.ChoiceField(
        label="One of many", choices=[("", "Choose, or leave empty"), ("x", LONG_NAME)]
    )
    note = forms.CharField(label="A note", widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="I agree that this is a sample")


def forms_in_every_state() -> list[tuple[str, SampleForm]]:
    """Return the form empty, filled in, and with an error at every field."""
    filled = {
        "text": LONG_NAME[:20],
        "number": "949 555 0123",
        "picked": "b",
        "chips": ["mon", "long"],
        "listed": "x",
        "note": "Something typed.",
        "agreed": "on",
    }
    return [
        ("Empty", SampleForm(prefix="empty")),
        (
            "Filled in",
            SampleForm({f"filled-{name}": value for name, value in filled.items()}, prefix="filled"),
        ),
        ("With errors", SampleForm({"wrong-text": LONG_NAME}, prefix="wrong")),
    ]
