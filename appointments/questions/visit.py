"""Questions about the visit: its topic, its time, and what we should get ready."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments.patient_data import PatientData
from articles.models import ConditionPage

from .articles import ArticleToChoose
from .choices import DAYS, IN_PERSON_TOPIC, NAME_LENGTH, NOTE_LENGTH, OTHER_TOPIC, TIMES, VISITED, Choices
from .field_kinds import TrustingField, in_list, lines, one_of, optional, several_of
from .groups import BESIDES, WHEN
from .question import DeskWording, Question, Readback


def topics(articles: Iterable[ArticleToChoose]) -> Choices:
    """Return the choices of a topic: the articles, something else, or to say it in person."""
    return [
        ("", _("Choose, or leave empty")),
        *((article.slug, article.title) for article in articles),
        (OTHER_TOPIC, _("Something else")),
        (IN_PERSON_TOPIC, _("I would rather say in person")),
    ]


def _topic(data: PatientData, consent_version: str) -> str:
    """Return the title of the chosen article, or the words for the choice without one."""
    besides = {OTHER_TOPIC: gettext("Something else"), IN_PERSON_TOPIC: gettext("Would rather say in person")}
    if not data.topic or data.topic in besides:
        return besides.get(data.topic, "")
    article = ConditionPage.objects.filter(slug=data.topic).only("title").first()
    return article.title if article else data.topic


TIME = (
    Question(
        name="days",
        group=WHEN,
        field=several_of(_("Days"), DAYS),
        missing=_("Select at least one day or time that works for you"),
        desk=DeskWording(missing=_("Select at least one day or time that suits them")),
        record=Readback(label=_("Visit: days that suit"), choices=DAYS, for_the_call=True),
    ),
    Question(
        name="times",
        group=WHEN,
        field=several_of(_("Times of day"), TIMES),
        desk=DeskWording(),
        record=Readback(label=_("Visit: times that suit"), choices=TIMES, for_the_call=True),
    ),
)
# No question asks for a complaint or symptom.
TOPIC = (
    Question(
        name="topic",
        group=BESIDES,
        field=optional(
            in_list(
                _("What would you like help with?"),
                hint=_("You can leave this empty and tell us in person."),
            )
        ),
        summary=_("Help with"),
        desk=DeskWording(label=_("What would they like help with?"), place=-1),
        record=Readback(label=_("Wants help with"), words=_topic),
    ),
    Question(
        name="forget_article",
        group=BESIDES,
        field=forms.BooleanField(
            label=_("Do not tell the clinic which article I was reading"),
            help_text=_("Otherwise it is kept with your request, for the front desk and nobody else."),
            required=False,
        ),
        summary=_("You were reading"),
        of_an_article=True,
    ),
    # Name of the practitioner whose page led to the form.
    Question(
        name="asked_for",
        field=TrustingField(widget=forms.HiddenInput),
        record=Readback(label=_("Asked for"), place=-1, only_if_answered=True, for_the_call=True),
        since=2,
    ),
)
BESIDES_THE_TOPIC = (
    Question(
        name="visited_before",
        group=BESIDES,
        field=optional(one_of(_("Have you visited us before?"), VISITED)),
        summary=_("Visited us before"),
        desk=DeskWording(
            label=_("Visited us before?"), choices=[("no", _("No, first time")), ("yes", _("Yes"))]
        ),
        record=Readback(label=_("Has visited us before"), choices=VISITED),
    ),
    Question(
        name="access_needs",
        group=BESIDES,
        field=optional(
            lines(
                _("Do you need an interpreter or help getting in?"),
                hint=_("For example a step-free entrance, or an interpreter for sign language."),
                # Several lines, because browsers store and suggest the text of single-line inputs.
                rows=2,
                most=NAME_LENGTH,
                too_long=_("This answer must be 200 characters or fewer"),
            )
        ),
        summary=_("Interpreter or help getting in"),
        desk=DeskWording(label=_("Interpreter, or help getting in?")),
        record=Readback(label=_("Interpreter or access")),
    ),
    Question(
        name="note",
        group=BESIDES,
        field=optional(
            lines(
                _("A note for the front desk"),
                hint=_("Please leave out medical details: you can tell us by phone or in person."),
                rows=4,
                most=NOTE_LENGTH,
                too_long=_("Your note must be 500 characters or fewer"),
            )
        ),
        summary=_("Note for the front desk"),
        desk=DeskWording(hint=_("Only what the front desk needs. Leave medical details for the visit.")),
        record=Readback(label=_("Note for the desk")),
    ),
)
