"""Reading of what a screen of answers sent: new choices go to the service, and each refusal is told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models.statements import StatementAnswer
from clinic.typed.keys import key_in

from .acts import AnsweredMeanwhileError
from .choices import Option, value_of, words_of

SHOWN = 120
# Posted names of a statement: the choice, and the answer that was shown beside it.
ANSWER, SEEN = "answer-", "shown-"


@dataclass
class Outcome:
    """Result of a screen: how many answers were recorded, and a sentence for each that was not."""

    recorded: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        """Sentence about what was recorded; empty for nothing."""
        words = ngettext("%(count)d answer is recorded.", "%(count)d answers are recorded.", self.recorded)
        return words % {"count": self.recorded} if self.recorded else ""


@dataclass(frozen=True)
class Asked:
    """Statement that a screen showed: its key, its sentence and its answer at present."""

    key: str
    sentence: str
    answer: StatementAnswer | None


def read_answers(
    sent: Mapping[str, str],
    asked: Iterable[Asked],
    options: list[Option],
    record: Callable[[Asked, str, int | None], object],
) -> Outcome:
    """Record every choice that differs from the answer at present; say of each that was refused why."""
    outcome = Outcome()
    keys = set()
    for one in asked:
        keys.add(one.key)
        value = sent.get(f"{ANSWER}{one.key}", "")
        if not value or value == value_of(one.answer):
            continue
        try:
            record(one, value, key_in(sent.get(f"{SEEN}{one.key}", "")))
        except AnsweredMeanwhileError as error:
            outcome.refused.append(_meanwhile(one.sentence, error.current, options))
        except (PermissionDenied, ValidationError) as error:
            reason = " ".join(getattr(error, "messages", [str(error)]))
            words = _("“%(sentence)s”: %(reason)s")
            outcome.refused.append(words % {"sentence": _short(one.sentence), "reason": reason})
        else:
            outcome.recorded += 1
    if any(name.startswith(ANSWER) and name.removeprefix(ANSWER) not in keys for name in sent):
        outcome.refused.append(
            _("Some sentences changed or went while you were answering: those answers were not recorded.")
        )
    return outcome


def _meanwhile(sentence: str, current: StatementAnswer | None, options: list[Option]) -> str:
    if current is None or not current.kind:
        words = _("“%(sentence)s” changed while you were answering. Look at it again.")
        return words % {"sentence": _short(sentence)}
    words = _(
        "“%(sentence)s”: %(name)s answered while you did: “%(answer)s”. That answer stands. Choose again if "
        "you see it differently."
    )
    return words % {
        "sentence": _short(sentence),
        "name": current.written_by_name,
        "answer": words_of(current, options),
    }


def _short(sentence: str) -> str:
    return Truncator(sentence).chars(SHOWN)
