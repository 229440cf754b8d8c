"""Message templates that the desk sends to patients. Staff edit them within fixed rules."""

import re
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import lazy
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from appointments.messages.checks import problems_of
from appointments.messages.kinds import MessageKind
from appointments.messages.merge_fields import FIELD, MERGE_FIELDS, MergeField
from appointments.questions.choices import SPEAKS
from clinic.models import ClinicSettings


def _field_help() -> SafeString:
    """List every merge field with its meaning and the messages that may use it."""
    rows = ((name, _explained(field)) for name, field in MERGE_FIELDS.items())
    listed = format_html_join("", "<li><code>{{{}}}</code>: {}</li>", rows)
    lead = _t(
        "The website fills these in when the message is made. Type them with the brackets. “Hello,” and the "
        "line about emergencies are added by themselves, in the language of the text; the preview shows them."
    )
    return format_html("<p>{}</p><ul>{}</ul>", lead, listed)


def _explained(field: MergeField) -> str:
    if len(field.kinds) == len(MessageKind):
        return str(field.meaning)
    names = ", ".join(f"“{kind.label}”" for kind in MessageKind if kind in field.kinds)
    return _t("%(meaning)s (only in: %(names)s)") % {"meaning": field.meaning, "names": names}


def _field(name: str, **options: Any) -> FieldPanel:
    """Return the panel of a field that a draft needs too, or neither list nor database has a place for it."""
    return FieldPanel(name, required_on_save=True, **options)


class MessageTemplate(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Message template. The desk chooses among several of a kind, such as one for each reason to decline."""

    kind = models.CharField(_("when"), max_length=20, choices=MessageKind)
    name = models.CharField(
        _("name"), max_length=80, help_text=_("What the front desk chooses it by. Patients do not see it.")
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        default="en",
        choices=SPEAKS,
        help_text=_("Patients who speak it get this text. Where there is none, they get the English one."),
    )
    subject = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("text"), max_length=4000)
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="message_template")

    panels = [
        MultiFieldPanel(
            [
                _field("kind", help_text=_("After which step the front desk may send it.")),
                _field("name"),
                _field("language"),
            ],
            heading=_("For the front desk"),
        ),
        MultiFieldPanel(
            [
                _field(
                    "subject",
                    help_text=_("One line. It shows on locked phones: say as little as is needed."),
                ),
                _field(
                    "body",
                    help_text=_(
                        "Short and plain, an empty line between paragraphs. Others may read the mail: no "
                        "name, nothing about health."
                    ),
                ),
                HelpPanel(content=lazy(_field_help, str)(), heading=_("What you can fill in")),
            ],
            heading=_("For the patient"),
        ),
    ]

    class Meta:
        verbose_name = _("message to patients")
        verbose_name_plural = _("messages to patients")
        ordering = ["kind", "name", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "name"], name="message_template_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=MessageKind.values), name="message_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def revisions(self) -> models.QuerySet[Any]:
        """Drafts and earlier versions."""
        return self._revisions

    def clean(self) -> None:
        super().clean()
        problems = problems_of(self.kind, self.subject, self.body)
        if any(problems.values()):
            raise ValidationError({field: messages for field, messages in problems.items() if messages})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "appointments/desk/actions/message_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return the message with sample values, each of them marked, between what is added to it."""
        with translation.override(self.language):
            added = {"greeting": _t("Hello,"), "ending": ClinicSettings.for_staff(request).mail_ending}
        return {
            **added,
            "text_language": self.language,
            "subject": _with_samples(self.subject),
            "body": _with_samples(self.body),
        }


def _with_samples(text: str) -> SafeString:
    def sample(match: re.Match[str]) -> str:
        field = MERGE_FIELDS.get(match[1])
        # Other text in brackets is escaped already, as part of the body.
        return f"<mark>{escape(field.sample)}</mark>" if field else match[0]

    return mark_safe(FIELD.sub(sample, escape(text)))  # noqa: S308 - escaped above, but for the marks
