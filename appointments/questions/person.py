"""The questions about who needs the visit, and who asks for somebody else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .choices import CHILD_AGES, RELATIONSHIPS, WHO_FOR
from .field_kinds import name_of, one_of

# Asked only of somebody who asks for somebody else.
FOR_ANOTHER = ("guardian_name", "relationship", "child_age")


class PersonQuestions(forms.Form):
    """Who needs the visit. Of a child we ask the first name and an age band, and a grown-up to speak with."""

    who_for = one_of(
        _("Who is the appointment for?"),
        WHO_FOR,
        initial="self",
        required=_("Select who the appointment is for"),
    )
    full_name = name_of(
        _("Full name"),
        hint=_("Of the person who needs the visit. For a child, the first name is enough."),
        autocomplete="name",
        required=_("Enter your full name"),
    )
    guardian_name = name_of(
        _("Your name"),
        hint=_("The parent or guardian of a child, or whoever we should speak with."),
        # A section of its own, or the browser would put the same name into both fields. "off" would also keep
        # it from putting back what was typed, when somebody comes back to the form.
        autocomplete="section-guardian name",
    )
    relationship = one_of(
        _("How are you related?"), RELATIONSHIPS, hint=_("We need to know this for a child.")
    )
    child_age = one_of(
        _("How old is the child?"),
        CHILD_AGES,
        hint=_("Only for a child."),
    )

    def person_problems(self, answers: dict) -> dict[str, str]:
        """What is missing of a child's request."""
        if answers.get("who_for") != "child":
            return {}
        asked = {
            "guardian_name": _("Enter the name of the parent or guardian"),
            "relationship": _("Select how you are related to the child"),
            "child_age": _("Select how old the child is"),
        }
        return {name: words for name, words in asked.items() if not answers.get(name)}

    def forget_what_was_not_asked(self, answers: dict) -> None:
        """Drop what was typed for somebody else when the visit turned out to be one's own."""
        if answers.get("who_for") == "self":
            answers.update(dict.fromkeys(FOR_ANOTHER, ""))
        elif answers.get("who_for") == "other":
            answers["child_age"] = ""
