"""Answers as they were found right when they were read back: what is stored when they are sent."""

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from appointments.patient_data import SCHEMA_VERSION, PatientData
from appointments.public.screening.fields import OPENED, TRAP

from .request import AppointmentRequestForm

# Version of the public site and day on which answers were checked: what they may be depends on nothing else.
type State = tuple[int, str]


class Article(NamedTuple):
    """Article that the patient came from and tells of."""

    pk: int
    title: str


@dataclass(frozen=True)
class Checked:
    """Answers of a valid form, and what tells people from programs."""

    data: PatientData
    article: Article | None
    submission_key: str
    opened: str
    is_trapped: bool

    @classmethod
    def of(cls, form: AppointmentRequestForm) -> "Checked":
        """Return what a valid ``form`` says."""
        told, cleaned = form.article_to_tell(), form.cleaned_data
        return cls(
            form.patient_data(),
            Article(told.pk, told.title) if told else None,
            cleaned["submission_key"],
            cleaned[OPENED],
            bool(cleaned[TRAP]),
        )

    def to_json(self, state: State) -> dict[str, Any]:
        """Return it for the page that reads the answers back."""
        return {**vars(self), "data": asdict(self.data), "state": state}


def checked_in(carried: dict[str, Any] | None, state: State | None) -> Checked | None:
    """Return the checked answers that a page has ``carried``; None where they have to be checked once more.

    They are right as long as the site is in the ``state`` in which they were checked. What is carried is
    signed, and nobody but this release, or one that asks the same questions, reads it.
    """
    if carried is None or state is None or tuple(carried["state"]) != state:
        return None
    values = {name: carried[name] for name in Checked.__dataclass_fields__}
    document, article = values["data"], values["article"]
    if document.get("schema") != SCHEMA_VERSION or document.keys() != PatientData.__dataclass_fields__.keys():
        return None
    values |= {"data": PatientData(**document), "article": Article(*article) if article else None}
    return Checked(**values)
