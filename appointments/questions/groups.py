"""Groups of questions, in the order in which patients are asked them."""

from django.utils.translation import gettext_lazy as _

from .question import Group

WHO = Group(legend=_("Who is the visit for?"), desk_legend=_("Who"), name="who")
REACH = Group(
    legend=_("How should we reach you?"),
    desk_legend=_("How to reach them"),
    say=_(
        "“How may we reach you about this request: by phone, by e-mail, or either? By e-mail we say that it "
        "arrived, and when your visit is. We write nothing about your health, but e-mail is not private.” "
        "“If you do not answer, may we leave a message? It names the clinic and nothing else, "
        "but others may hear it.”"
    ),
    name="reach",
)
WHEN = Group(
    legend=_("When could you come?"),
    hint=_("Choose all that suit you."),
    desk_legend=_("When"),
    say=_("“Which days and times suit you best?”"),
    name="when",
)
BESIDES = Group(
    legend=_("Anything else? (optional)"),
    hint=_("What it is about, your language, help that you need, or a note."),
    desk_legend=_("Anything else"),
    say=_("“You need not tell me what it is about. If you like, one word is enough.”"),
    name="besides",
    is_folded=True,
)
