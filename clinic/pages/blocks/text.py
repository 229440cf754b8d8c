"""Blocks of words: headings, paragraphs, quotes, facts, questions and the way to an appointment."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.blocks import ListBlock, RichTextBlock, StructBlock

from clinic.typed.blocks import PlainLinesBlock, PlainTextBlock

from .sections import anchor_for

# Subheadings, emphasis, lists and links: whatever else an editor pastes is dropped.
RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]


class HeadingBlock(PlainTextBlock):
    """Heading that the list of contents can link to."""

    def get_context(self, value: str, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        # A block preview has no page that sets the anchor.
        anchor = getattr(value, "anchor", "") or anchor_for(value)
        return {**super().get_context(value, parent_context=parent_context), "anchor": anchor}

    class Meta:
        icon = "title"
        label = _("Heading")
        group = _("Text")
        template = "clinic/pages/blocks/heading.html"
        description = _("Opens a new part of the page; it also appears in the list of contents")
        preview_value = _("What are the symptoms?")


class ParagraphBlock(RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = _("Text")
        template = "clinic/pages/blocks/paragraph.html"
        description = _("Paragraphs with subheadings, lists and links")
        preview_value = _("<p>Most people feel better within a few weeks. Gentle movement often helps.</p>")


class QuoteBlock(StructBlock):
    """Quotation with its speaker."""

    text = PlainLinesBlock(
        label=_("Quote"), help_text=_("The words as they were said, without quotation marks.")
    )
    attribution = PlainTextBlock(
        label=_("Said by"), help_text=_("Who said it. Patients' praise of a treatment may not be quoted.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        label_format = "{attribution}: {text}"
        group = _("Text")
        template = "clinic/pages/blocks/quote.html"
        description = _("A sentence or two in somebody's own words, with their name")
        preview_value = {"text": _("Ask me anything before we start."), "attribution": _("Your practitioner")}


class FactBlock(StructBlock):
    """Term and its explanation."""

    term = PlainTextBlock(label=_("What"), help_text=_("A word or two, such as: How long it takes."))
    detail = PlainLinesBlock(label=_("Detail"), help_text=_("One short sentence."))

    class Meta:
        icon = "list-ul"
        label = _("Fact")
        label_format = "{term}"
        description = _("A term and one short sentence about it")
        preview_value = {"term": _("How long it takes"), "detail": _("About an hour.")}


class FactsBlock(StructBlock):
    """Facts that readers look up rather than read."""

    heading = PlainTextBlock(label=_("Heading"), help_text=_("What these facts are about."))
    items = ListBlock(FactBlock(), label=_("Facts"), min_num=1, help_text=_("Up to six read best."))

    class Meta:
        icon = "list-ul"
        label = _("Facts")
        label_format = "{heading}"
        group = _("Text")
        template = "clinic/pages/blocks/facts.html"
        description = _("A short list of facts: each a term and a sentence")
        preview_value = {
            "heading": _("Your first visit"),
            "items": [{"term": _("How long it takes"), "detail": _("About an hour.")}],
        }


class QuestionBlock(StructBlock):
    """Question that patients ask, with its answer."""

    question = PlainTextBlock(label=_("Question"), help_text=_("As a patient would ask it."))
    answer = RichTextBlock(
        features=["bold", "italic", "ol", "ul", "link"],
        label=_("Answer"),
        help_text=_("Two or three sentences. The first one answers the question."),
    )

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{question}"
        description = _("A question and its answer")
        preview_value = {"question": _("Does it hurt?"), "answer": _("<p>You may feel a short prick.</p>")}


class FaqBlock(StructBlock):
    """Questions and answers that a reader opens one by one."""

    items = ListBlock(QuestionBlock(), label=_("Questions"), min_num=1, help_text=_("The most common first."))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        group = _("Text")
        template = "clinic/pages/blocks/faq.html"
        description = _("Questions that patients ask; each opens to show its answer")
        preview_value = {
            "items": [{"question": _("Does it hurt?"), "answer": _("<p>You may feel a short prick.</p>")}]
        }


class CallToActionBlock(StructBlock):
    """Invitation to ask for an appointment or to call."""

    heading = PlainTextBlock(label=_("Heading"), help_text=_("An invitation, not a promise."))
    text = PlainLinesBlock(
        label=_("Text"),
        required=False,
        help_text=_("A sentence or two. The buttons below it come by themselves."),
    )

    class Meta:
        icon = "mail"
        label = _("Invitation to ask")
        label_format = "{heading}"
        group = _("Text")
        template = "clinic/pages/blocks/call_to_action.html"
        description = _(
            "Invites readers to request an appointment or to call; both buttons are added for you"
        )
        preview_value = {
            "heading": _("Would you like to talk it over?"),
            "text": _("Our front desk will call you back."),
        }
