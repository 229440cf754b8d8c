"""Models: requests, visits, timeline, records, notices, message templates, senders, heartbeat, keys."""

from .canaries import Canary
from .key_checks import KeyCheck
from .message_texts import MessageKind, MessageTemplate
from .notices import Notice, NoticeFreeze, WorkerHeartbeat
from .records.access import AccessAction, AccessRecord
from .records.erasures import Erasure, ErasureRule
from .records.person_data import PersonDataRecord
from .requests import AppointmentRequest, AppointmentRequestQuerySet
from .screening import RecipientCount, SenderBucket, Signal
from .timeline import RequestEvent
from .visits import Visit

__all__ = [
    "AccessAction",
    "AccessRecord",
    "AppointmentRequest",
    "AppointmentRequestQuerySet",
    "KeyCheck",
    "Canary",
    "Erasure",
    "ErasureRule",
    "MessageKind",
    "MessageTemplate",
    "Notice",
    "PersonDataRecord",
    "RecipientCount",
    "RequestEvent",
    "SenderBucket",
    "Signal",
    "Visit",
    "NoticeFreeze",
    "WorkerHeartbeat",
]
