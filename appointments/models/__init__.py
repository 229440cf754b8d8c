"""Requests, their timeline, the notices about them, visits, senders, and the worker's sign of life."""

from .notices import Notice, WorkerHeartbeat
from .requests import AppointmentRequest, AppointmentRequestQuerySet, Visit
from .screening import SenderBucket, Signal
from .timeline import RequestEvent

__all__ = [
    "AppointmentRequest",
    "AppointmentRequestQuerySet",
    "Notice",
    "RequestEvent",
    "SenderBucket",
    "Signal",
    "Visit",
    "WorkerHeartbeat",
]
