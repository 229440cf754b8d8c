"""Short answers that open an article, within the first screen of a phone."""

from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from articles.blocks.certainty import Certainty, Level, level_of

WORDS_OF_A_VERDICT = 10
# What the gate asks of every article; the line for emergencies only of those with a card for them.
ANSWERS = ("what_it_is", "how_long", "what_helps", "verdict", "verdict_certainty")
# Those that stand above the verdict.
IN_SHORT = ("what_it_is", "how_long", "what_helps")
RATED = [choice for choice in Certainty.choices if choice[0] in ("high", "moderate", "low", "very_low")]


class Answer(NamedTuple):
    """Question that readers come with, and the article's answer in a line or two."""

    question: Any
    words: str


class AnswersMixin(Page):
    """Page that answers first, and explains afterward. Empty answers are left out."""

    body: Any
    # What readers ask, by field; other kinds of articles ask something else.
    QUESTIONS: dict[str, Any] = {
        "what_it_is": _("What it is"),
        "how_long": _("How long it lasts"),
        "what_helps": _("What helps first"),
        "verdict": _("Does acupuncture help?"),
    }
    # What editors read beside a field, where it is not the field's own name.
    LABELS: dict[str, Any] = {}

    what_it_is = models.CharField(
        _("what it is"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("One sentence in the words of a patient, such as: Pain along the nerve down your leg."),
    )
    how_long = models.CharField(
        _("how long it lasts"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("How long it usually lasts. Where nobody can say, say so."),
    )
    what_helps = models.CharField(
        _("what helps first"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("What doctors usually suggest first. Acupuncture comes in the verdict below."),
    )
    verdict = models.CharField(
        _("our verdict"),
        max_length=90,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "At most ten words, no surer than the claims below, such as: "
            "One good trial found relief; a guideline advises against."
        ),
    )
    verdict_certainty = models.CharField(
        _("how sure the verdict is"),
        max_length=20,
        choices=RATED,
        blank=True,
        default="",
        db_default="",
        help_text=_("How sure research as a whole is. Never surer than the surest claim of the article."),
    )
    emergency_if = models.CharField(
        _("call 911 if"),
        max_length=110,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "It completes “Call 911 if” and leads to the emergency care card: its most important signs, "
            "in lower case and without a period."
        ),
    )

    class Meta:
        abstract = True

    @property
    def answers(self) -> list[Answer]:
        """Answers that are filled in, in the order in which readers ask."""
        answers = [Answer(self.QUESTIONS[name], getattr(self, name)) for name in IN_SHORT]
        return [answer for answer in answers if answer.words]

    @property
    def verdict_question(self) -> Any:
        """Question that the verdict answers."""
        return self.QUESTIONS["verdict"]

    @classmethod
    def label_of(cls, name: str) -> str:
        """Return what editors read beside a field."""
        return capfirst(str(cls.LABELS.get(name) or cls._meta.get_field(name).verbose_name))

    @property
    def verdict_level(self) -> Level:
        """Dots and words of how sure the verdict is."""
        return level_of(self.verdict_certainty)

    @property
    def asks_itself(self) -> bool:
        """True if its content ends with an invitation to ask: two in one view are one too many."""
        raw = self.body.raw_data
        return bool(raw) and raw[len(raw) - 1]["type"] == "call_to_action"


ANSWERS_FIRST = MultiFieldPanel(
    [FieldPanel(name) for name in (*ANSWERS, "emergency_if")],
    heading=_("The answer first"),
    help_text=_(
        "Readers see these on the first screen of a phone, before anything else. One or two lines each: "
        "the content below explains them."
    ),
)
