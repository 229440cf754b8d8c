"""Forms for the words of the lint list and for sentences that may use one; a second person confirms both."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from clinic.models import HomePage, InformationPage, NoticePage, PrivacyPolicyPage
from clinic.typed.fields import PlainTextField

OTHER_PAGES = (HomePage, InformationPage, NoticePage, PrivacyPolicyPage)


class WordForm(WagtailAdminModelForm):
    """Form of a word that we do not use, with the reason of the change for the log."""

    why = PlainTextField(
        label=_("Why"),
        max_length=500,
        help_text=_(
            "A sentence for the log, such as: Two patients took this for a promise. A new word counts at "
            "once; every other change waits for a second person."
        ),
    )


class AllowedSentenceForm(WagtailAdminModelForm):
    """Form with a plain select for pages: Wagtail's chooser needs an inline script, which our CSP refuses."""

    page = forms.ModelChoiceField(
        Page.objects.none(),
        label=_("Page"),
        help_text=_("The page on which the sentence stands. Articles keep their own: open the article."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = Page.objects.type(*OTHER_PAGES).order_by("path")
