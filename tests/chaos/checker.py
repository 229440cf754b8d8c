"""Checker of a run: compares what patients were told with what is stored and what was mailed."""

import email
import email.policy
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from .patients import REFERENCE, Sent, mail_of, name_of

NEVER = (
    *("gave_up", "lost", "ref_changed", "unnotified", "patients_unnotified", "stuck"),
    *("duplicate_requests", "ghosts", "quarantined"),
)
DESK = "front-desk@clinic.example"
STORED = """
SELECT r.reference, r.patient_data, r.status, extract(epoch FROM e.at)::float
FROM appointments_appointmentrequest AS r
JOIN appointments_requestevent AS e ON e.appointment_request_id = r.id AND e.kind = 'received'
"""


@dataclass
class Mailed:
    """What the mail server accepted: about which request, to whom, when first."""

    to_desk: dict[str, float] = field(default_factory=dict)
    to_patients: dict[str, float] = field(default_factory=dict)
    # Messages that repeat what an earlier one said.
    repeated: int = 0


@dataclass
class Result:
    """The figures of one run, and what of them must not be."""

    seed: int
    number: int
    kills: dict[str, int] = field(default_factory=dict)
    acked: int = 0
    gave_up: int = 0
    lost: int = 0
    ref_changed: int = 0
    unnotified: int = 0
    patients_unnotified: int = 0
    duplicate_mails: int = 0
    duplicate_requests: int = 0
    # Notices that still wait when everything should be told.
    stuck: int = 0
    ghosts: int = 0
    quarantined: int = 0
    saved_but_not_acked: int = 0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    notice_p50: float = 0.0
    notice_p95: float = 0.0
    outage: float = 0.0
    load_seconds: float = 0.0
    drain_seconds: float = 0.0
    errors: dict[str, int] = field(default_factory=dict)
    without_phone: dict[str, int] = field(default_factory=dict)
    ended_unasked: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """All of it, in one line."""
        return json.dumps(asdict(self))


def mailed(path: Path) -> Mailed:
    """Read the file of the mail server."""
    found, seen = Mailed(), set()
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        message = email.message_from_string(record["message"], policy=email.policy.default)
        said = set(_said_by(message))
        found.repeated += bool(said & seen)
        seen |= said
        for to, what in said:
            (found.to_desk if to == DESK else found.to_patients).setdefault(what, record["at"])
    return found


def _said_by(message: Any) -> Iterable[tuple[str, str]]:
    if message["To"] != DESK:
        yield "patient", message["To"]
        return
    for reference in REFERENCE.findall(message.get_body(("plain",)).get_content()):
        yield DESK, reference


def compare(
    result: Result, sent: Iterable[Sent], rows: list[tuple[Any, ...]], mail: Mailed, key: str
) -> None:
    """Fill in what became of the submissions."""
    fernet, sent = Fernet(key), list(sent)
    stored = {reference: _name(fernet, sealed) for reference, sealed, _status, _at in rows}
    acked = {one.references[0]: one for one in sent if one.references}
    addresses = {name_of(one.number): mail_of(one.number) for one in sent}
    rows_of = Counter(stored.values())
    result.acked = len(acked)
    result.lost = sum(stored.get(reference) != name_of(one.number) for reference, one in acked.items())
    result.ref_changed = sum(len(set(one.references)) > 1 for one in sent)
    result.duplicate_requests = sum(count - 1 for count in rows_of.values())
    result.ghosts = sum(name not in addresses for name in stored.values())
    result.saved_but_not_acked = sum(reference not in acked for reference in stored)
    result.quarantined = sum(status == "quarantined" for _ref, _data, status, _at in rows)
    told = {reference: name for reference, name in stored.items() if name in addresses}
    result.unnotified = len({*acked, *told} - set(mail.to_desk))
    result.patients_unnotified = sum(addresses[name] not in mail.to_patients for name in set(told.values()))
    result.duplicate_mails = mail.repeated
    waits = [one.acknowledged_at - one.pressed_at for one in acked.values()]
    result.p50, result.p95, result.p99 = (quantile(waits, part) for part in (0.5, 0.95, 0.99))
    told_at = mail.to_desk
    notices = [told_at[reference] - at for reference, _d, _s, at in rows if at and reference in told_at]
    result.notice_p50, result.notice_p95 = (quantile(notices, part) for part in (0.5, 0.95))
    moments = sorted(one.acknowledged_at for one in acked.values())
    result.outage = round(max((b - a for a, b in zip(moments, moments[1:], strict=False)), default=0.0), 2)


def judge(result: Result, most_duplicates: int) -> None:
    """Fill in what must not be."""
    result.faults += [f"{name}: {getattr(result, name)}" for name in NEVER if getattr(result, name)]
    if result.duplicate_mails > most_duplicates:
        result.faults.append(f"duplicate_mails: {result.duplicate_mails} of at most {most_duplicates}")
    result.faults += [f"answered {status}: {n}" for status, n in result.errors.items() if status == "500"]
    result.faults += [f"no phone number on {status}: {n}" for status, n in result.without_phone.items()]
    result.faults += [f"{name} ended unasked: {n}" for name, n in result.ended_unasked.items()]


def quantile(values: Iterable[float], part: float) -> float:
    """The value below which ``part`` of them are."""
    ordered = sorted(values)
    return round(ordered[min(int(len(ordered) * part), len(ordered) - 1)], 3) if ordered else 0.0


def _name(fernet: Fernet, sealed: memoryview) -> str:
    document = json.loads(fernet.decrypt(bytes(sealed)))
    return str(json.loads(document["text"])["full_name"])


def summary(result: Result) -> str:
    """The figures for people."""
    spent = re.sub(r"[{}']", "", str(result.kills)) or "none"
    return "\n".join(
        [
            f"  seed {result.seed}: {result.number} submissions; kills: {spent}",
            f"  acknowledged {result.acked}, lost {result.lost}, reference changed {result.ref_changed}, "
            f"stored twice {result.duplicate_requests}, ghosts {result.ghosts}, gave up {result.gave_up}",
            f"  not told to the desk {result.unnotified}, to the patient {result.patients_unnotified}, "
            f"waiting {result.stuck}; mails that repeat another {result.duplicate_mails}",
            f"  sent to acknowledged: {result.p50} s half, {result.p95} s 95%, {result.p99} s 99%; longest "
            f"time without an acknowledgement {result.outage} s",
            f"  stored to handed to the mail server: {result.notice_p50} s half, {result.notice_p95} s 95%; "
            f"load {result.load_seconds} s, drained {result.drain_seconds} s later",
            f"  other answers: {result.errors or 'none'}",
            *(f"  FAULT {fault}" for fault in result.faults),
        ]
    )
