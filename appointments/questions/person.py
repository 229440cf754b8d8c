"""Questions about the person who needs the visit, and about somebody who asks for another."""

from django.utils.translation import gettext_lazy as _

from clinic.typed.fields import PlainTextField

from .choices import CHILD_AGES, NAME_LENGTH, RELATIONSHIPS, WHO_FOR
from .field_kinds import name_of, one_of
from .question import DeskWording, Group, Question, Readback

_PATIENT = Group(legend=_("Who needs the visit?"), desk_legend=_("Who"))
SOMEONE_ELSE = Group(
    legend=_("If you ask for someone else"),
    hint=_("Leave this part empty when the visit is for you."),
    desk_legend=_("If it is for someone else"),
    name="someone-else",
)

# For a child, a first name and an age band are enough, with an adult to speak with.
PERSON = (
    Question(
        name="who_for",
        group=_PATIENT,
        field=one_of(
            _("Who is the appointment for?"),
            WHO_FOR,
            initial="self",
            required=_("Select who the appointment is for"),
        ),
        summary=_("The visit is for"),
        desk=DeskWording(
            label=_("Who is the visit for?"),
            choices=[
                ("self", _("The person asking")),
                ("child", _("Their child, under 18")),
                ("other", _("Someone they care for")),
            ],
            missing=_("Select who the visit is for"),
        ),
        record=Readback(
            label=_("The visit is for"), choices=[("self", _("The person who asked")), *WHO_FOR[1:]], place=-2
        ),
    ),
    Question(
        name="full_name",
        group=_PATIENT,
        field=name_of(
            _("Full name"),
            hint=_("Of the person who needs the visit. For a child, the first name is enough."),
            autocomplete="name",
            required=_("Enter your full name"),
        ),
        desk=DeskWording(
            label=_("Full name of the person who needs the visit"),
            hint=_("Of a child the first name is enough."),
            missing=_("Enter the full name"),
            place=-1,
        ),
        record=Readback(label=_("Name"), place=-4, for_the_call=True, is_exported=True),
        correction=PlainTextField(label=_("Name"), max_length=NAME_LENGTH),
    ),
    Question(
        name="guardian_name",
        group=SOMEONE_ELSE,
        field=name_of(
            _("Your name"),
            hint=_("The parent or guardian of a child, or whoever we should speak with."),
            # A section of its own, or the browser would put the same name into both fields. With "off" it
            # would not restore the typed text when somebody comes back to the form.
            autocomplete="section-guardian name",
        ),
        missing=_("Enter the name of the parent or guardian"),
        desk=DeskWording(label=_("Name of the person you are speaking with")),
        record=Readback(label=_("Speak with"), only_if_answered=True, for_the_call=True),
        correction=PlainTextField(
            label=_("Speak with"),
            required=False,
            max_length=NAME_LENGTH,
            help_text=_("Whom to ask for, if not the patient: a parent, or whoever helps."),
        ),
        for_whom=frozenset({"child", "other"}),
    ),
    Question(
        name="relationship",
        group=SOMEONE_ELSE,
        field=one_of(_("How are you related?"), RELATIONSHIPS, hint=_("We need to know this for a child.")),
        summary=_("How you are related"),
        missing=_("Select how you are related to the child"),
        desk=DeskWording(
            label=_("What are they to the patient?"), missing=_("Select what they are to the child")
        ),
        record=Readback(
            label=_("Who is the patient's"), choices=RELATIONSHIPS, only_if_answered=True, for_the_call=True
        ),
        for_whom=frozenset({"child", "other"}),
    ),
    Question(
        name="child_age",
        group=SOMEONE_ELSE,
        field=one_of(_("How old is the child?"), CHILD_AGES, hint=_("Only for a child.")),
        summary=_("The child's age"),
        missing=_("Select how old the child is"),
        desk=DeskWording(),
        record=Readback(
            label=_("The child's age"), choices=CHILD_AGES, place=-1, only_if_answered=True, for_the_call=True
        ),
        for_whom=frozenset({"child"}),
    ),
)
