"""Models: requests, visits, timeline, access log, notices, message templates, senders, heartbeat, keys."""

from .access import AccessAction, AccessRecord
from .canaries import Canary
from .key_checks import KeyCheck
from .message_texts import MessageKind, MessageTemplate
from .notices import Notice, NoticeFreeze, WorkerHeartbeat
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
    "MessageKind",
    "MessageTemplate",
    "Notice",
    "RecipientCount",
    "RequestEvent",
    "SenderBucket",
    "Signal",
    "Visit",
    "NoticeFreeze",
    "WorkerHeartbeat",
]
