"""Choices of the questions, each a list of codes and words, and the limits of what is typed."""

from django.utils.translation import gettext_lazy as _

from clinic.lazy_text import StrOrPromise

Choices = list[tuple[str, StrOrPromise]]

NOTE_LENGTH = 500
NAME_LENGTH = 200

WHO_FOR: Choices = [
    ("self", _("Me")),
    ("child", _("My child, under 18")),
    ("other", _("Someone I care for")),
]
CHILD_AGES: Choices = [("0-4", _("Under 5")), ("5-11", _("5 to 11")), ("12-17", _("12 to 17"))]
RELATIONSHIPS: Choices = [
    ("parent", _("Parent")),
    ("guardian", _("Legal guardian")),
    ("daughter", _("Daughter")),
    ("son", _("Son")),
    ("partner", _("Spouse or partner")),
    ("relative", _("Another relative")),
    ("friend", _("Friend")),
    ("carer", _("Paid carer")),
    ("other", _("Someone else")),
]
OF_A_CHILD = frozenset({"parent", "guardian", "relative", "other"})
PHONE, EMAIL, EITHER = "phone", "email", "either"
CONTACT_BY: Choices = [
    (PHONE, _("Call me")),
    (EMAIL, _("Email me")),
    (EITHER, _("Call or email me")),
]
DESK_CONTACT_BY: Choices = [
    (PHONE, _("By phone")),
    (EMAIL, _("By e-mail")),
    (EITHER, _("By phone or e-mail")),
]
# A correction says apart from the way whether e-mail is allowed.
CORRECTED_CONTACT_BY: Choices = DESK_CONTACT_BY[:2]
BY_PHONE, BY_EMAIL = frozenset({PHONE, EITHER}), frozenset({EMAIL, EITHER})
YES_NO: Choices = [("no", _("No")), ("yes", _("Yes"))]
VOICEMAIL: Choices = [("yes", _("Yes, naming only the clinic")), ("no", _("No"))]
SPEAKS: Choices = [("en", _("English")), ("es", _("Spanish"))]
VISITED: Choices = [("no", _("No, this is the first time")), ("yes", _("Yes"))]
DAYS: Choices = [
    ("any", _("Any day")),
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
]
SHORT_DAYS: Choices = [
    ("mon", _("Mon")),
    ("tue", _("Tue")),
    ("wed", _("Wed")),
    ("thu", _("Thu")),
    ("fri", _("Fri")),
    ("sat", _("Sat")),
    ("sun", _("Sun")),
]
TIMES: Choices = [
    ("morning", _("Morning")),
    ("midday", _("Midday")),
    ("afternoon", _("Afternoon")),
    ("evening", _("Evening")),
]
OTHER_TOPIC, IN_PERSON_TOPIC = "other", "in_person"
