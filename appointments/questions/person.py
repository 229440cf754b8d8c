"""Questions about who asks and who needs the visit. Whoever fills in the form is asked first."""

from django.utils.translation import gettext_lazy as _

from clinic.typed.fields import PlainTextField

from .choices import CHILD_AGES, NAME_LENGTH, RELATIONSHIPS, WHO_FOR
from .field_kinds import name_of, one_of, relationship_to
from .groups import WHO
from .question import DeskWording, Question, Readback

_CHILD, _SOMEONE_ELSE = ("who_for", frozenset({"child"})), ("who_for", frozenset({"child", "other"}))

# For a child, a first name and an age band are enough, with an adult to speak with.
PERSON = (
    Question(
        name="who_for",
        group=WHO,
        field=one_of(
            _("Who is the visit for?"),
            WHO_FOR,
            required=_("Select who the visit is for"),
        ),
        summary=_("The visit is for"),
        desk=DeskWording(
            label=_("Who is the visit for?"),
            choices=[
                ("self", _("The person asking")),
                ("child", _("Their child, under 18")),
                ("other", _("Someone they care for")),
            ],
        ),
        record=Readback(
            label=_("The visit is for"), choices=[("self", _("The person who asked")), *WHO_FOR[1:]], place=-2
        ),
    ),
    # The patient's own name, or the name of whoever asks for the patient: ``RequestQuestions`` sorts it out.
    Question(
        name="caller_name",
        group=WHO,
        field=name_of(_("Your full name"), autocomplete="name", required=_("Enter your full name")),
        desk=DeskWording(
            label=_("Full name of the person you are speaking with"),
            missing=_("Enter the full name"),
            place=-1,
        ),
    ),
    Question(
        name="relationship",
        group=WHO,
        field=relationship_to(_("Who are you to them?"), RELATIONSHIPS),
        summary=_("Who you are to them"),
        missing=_("Select who you are to them"),
        desk=DeskWording(
            label=_("What are they to the patient?"), missing=_("Select what they are to the patient")
        ),
        record=Readback(
            label=_("Who is the patient's"), choices=RELATIONSHIPS, only_if_answered=True, for_the_call=True
        ),
        only_if=_SOMEONE_ELSE,
    ),
    Question(
        name="full_name",
        group=WHO,
        # Browsers would offer the name of whoever types.
        field=name_of(
            _("Their full name"), hint=_("For a child, the first name is enough."), autocomplete="off"
        ),
        missing=_("Enter the name of the person who needs the visit"),
        desk=DeskWording(
            label=_("Full name of the person who needs the visit"),
            hint=_("Of a child the first name is enough."),
            missing=_("Enter the full name of the person who needs the visit"),
        ),
        record=Readback(label=_("Name"), place=-4, for_the_call=True, is_exported=True),
        correction=PlainTextField(label=_("Name"), max_length=NAME_LENGTH),
        only_if=_SOMEONE_ELSE,
    ),
    Question(
        name="guardian_name",
        record=Readback(label=_("Speak with"), only_if_answered=True, for_the_call=True),
        correction=PlainTextField(
            label=_("Speak with"),
            required=False,
            max_length=NAME_LENGTH,
            help_text=_("Whom to ask for, if not the patient: a parent, or whoever helps."),
        ),
    ),
    Question(
        name="child_age",
        group=WHO,
        field=one_of(_("How old is the child?"), CHILD_AGES),
        summary=_("The child's age"),
        missing=_("Select how old the child is"),
        desk=DeskWording(),
        record=Readback(
            label=_("The child's age"), choices=CHILD_AGES, place=-1, only_if_answered=True, for_the_call=True
        ),
        only_if=_CHILD,
    ),
)
