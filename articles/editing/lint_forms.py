"""Form for a sentence that may use a word from the lint list; its page is chosen by name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from clinic.models import HomePage, InformationPage, NoticePage, PrivacyPolicyPage

OTHER_PAGES = (HomePage, InformationPage, NoticePage, PrivacyPolicyPage)


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
