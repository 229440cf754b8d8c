"""The form for a sentence that may use a word from the list: asks for its page by name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from clinic.models import HomePage, InformationPage


class AllowedSentenceForm(WagtailAdminModelForm):
    """The page is a plain select: Wagtail's chooser needs an inline script, which the admin refuses."""

    page = forms.ModelChoiceField(
        Page.objects.none(),
        label=_("Page"),
        help_text=_("The page on which the sentence stands. Articles keep their own: open the article."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = Page.objects.type(HomePage, InformationPage).order_by("path")
