"""Words that the site does not use, and the sentences of a page that may use them."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StructBlock

from articles.editing.lint_forms import AllowedSentenceForm, WordForm
from clinic.typed.blocks import PlainLinesBlock


class LintTerm(models.Model):
    """Word or phrase that promises too much, with advice on what to write instead."""

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        SPANISH = "es", _("Spanish")

    language = models.CharField(
        _("language"),
        max_length=5,
        choices=Language,
        default=Language.ENGLISH,
        help_text=_("The language of the word. Articles are checked for the words of every language."),
    )
    pattern = models.CharField(
        _("word or phrase"),
        max_length=100,
        help_text=_(
            "Upper and lower case are the same. A star at a word's end stands for any ending: "
            "guarante* finds guarantee and guaranteed."
        ),
    )
    advice = models.CharField(
        _("what to write instead"),
        max_length=300,
        help_text=_("Shown to the writer, such as: Say what studies found, and how sure they are."),
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick it to allow the word everywhere again.")
    )

    base_form_class = WordForm
    panels = [
        FieldPanel("pattern"),
        FieldPanel("advice"),
        FieldPanel("language"),
        FieldPanel("is_active"),
        FieldPanel("why"),
    ]

    class Meta:
        verbose_name = _("word we do not use")
        verbose_name_plural = _("words we do not use")
        ordering = ["language", "pattern"]
        constraints = [
            models.UniqueConstraint(
                "language",
                Lower("pattern"),
                name="articles_lintterm_once",
                violation_error_message=_("This word is already in the list."),
            )
        ]

    def __str__(self) -> str:
        return self.pattern


class AllowedSentence(models.Model):
    """Sentence on a page that may use a word from the list. Articles keep theirs in a field."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The page on which the sentence stands. Articles keep their own: open the article."),
    )
    sentence = models.TextField(
        _("sentence"),
        help_text=_("The whole sentence exactly as it stands on the page. Only this sentence is allowed."),
    )
    reason = models.TextField(
        _("why it is allowed"), help_text=_("Such as: it says that nobody can promise a result.")
    )
    # Whoever confirmed it, signed in; articles/rules/acts.py.
    allowed_by = models.CharField(_("allowed by"), max_length=120, editable=False)

    # Deleted with its page, so that Wagtail need not warn of it as a use of the page.
    wagtail_reference_index_ignore = True
    base_form_class = AllowedSentenceForm
    panels = [
        FieldPanel("page"),
        FieldPanel("sentence"),
        FieldPanel("reason"),
    ]

    class Meta:
        verbose_name = _("allowed sentence")
        verbose_name_plural = _("allowed sentences")
        ordering = ["page", "pk"]

    def __str__(self) -> str:
        return Truncator(self.sentence).chars(60)


class ExceptionBlock(StructBlock):
    """Sentence that is to use a word from the list, with the reason. A second person allows it."""

    sentence = PlainLinesBlock(
        label=_("Sentence"),
        help_text=_("The whole sentence exactly as it stands in the article. Only this sentence is allowed."),
    )
    reason = PlainLinesBlock(
        label=_("Why it is allowed"),
        help_text=_("Such as: it says that nobody can promise a result."),
    )

    class Meta:
        icon = "check"
        label = _("Allowed sentence")
        label_format = "{sentence}"
        description = _(
            "A sentence that may use a word from the list, with a reason; a second person allows it"
        )
        preview_value = {
            "sentence": _("Nobody can guarantee a result."),
            "reason": _("It says that nobody can promise a result."),
        }
