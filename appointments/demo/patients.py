"""Demonstration patients, whose names say so in their own script. Their phones and mail reach nobody."""

from typing import Any

from appointments.patient_data import PatientData
from clinic.typed.phones import to_e164

# Answers that differ from the defaults below. Numbers from 555-0100 to 555-0199 and example.com are reserved
# for invented people.
PATIENTS: dict[str, dict[str, Any]] = {
    "grace": {
        "full_name": "Grace Demonstration", "phone": "949-555-0101", "topic": "sciatica",
        "days": ["mon", "thu"], "times": ["morning"], "note": "After 9:30, when the school bus has gone.",
    },
    "grace-again": {
        "full_name": "Grace Demonstration", "phone": "(949) 555 0101", "note": "Sent it twice, sorry!",
    },
    "jose": {
        "full_name": "José Demostración", "phone": "949-555-0102", "speaks": "es", "voicemail_ok": True,
        "days": ["tue", "fri"], "times": ["afternoon"],
    },
    "olga": {
        "full_name": "Ольга Демонстрация", "phone": "949-555-0103", "email": "olga@example.com",
        "times": ["midday"], "note": "Leaves the country on Friday.",
    },
    "xiaomei": {
        "full_name": "小梅 演示", "phone": "", "email": "xiaomei@example.com", "contact_by": "email",
        "days": ["sat"], "access_needs": "Mandarin interpreter",
    },
    "layla": {
        "full_name": "ليلى العرض", "phone": "949-555-0105", "days": ["wed", "thu"], "times": ["evening"],
        "topic": "in_person",
    },
    "walter": {
        "full_name": "Walter Demonstration", "phone": "949-555-0106", "call_times": ["morning"],
        "visited_before": "yes",
    },
    "bea": {
        "full_name": "Bea Demonstration", "who_for": "child", "child_age": "5-11",
        "guardian_name": "Ana Demonstration",
        "relationship": "parent", "phone": "949-555-0107", "days": ["any"], "times": ["afternoon"],
    },
    "ruth": {
        "full_name": "Ruth Demonstration-With-A-Rather-Long-Name-For-A-Narrow-Screen",
        "phone": "949-555-0108",
        "email": "ruth@example.com", "days": ["mon"], "topic": "carpal-tunnel-syndrome",
    },
    "minh": {
        "full_name": "Trần Văn Trình-Diễn", "phone": "949-555-0109", "voicemail_ok": True,
        "call_times": ["evening"], "times": ["evening"], "access_needs": "Vietnamese, if possible",
    },
    "asha": {
        "full_name": "आशा प्रदर्शन", "phone": "949-555-0110", "days": ["tue"], "topic": "diabetic-neuropathy",
    },
    "hugo": {
        "full_name": "Hugo Demonstration", "phone": "", "email": "hugo@example.com", "contact_by": "email",
        "days": ["wed"],
    },
    "ines": {
        "full_name": "Inês Demonstração", "phone": "949-555-0112", "days": ["thu"], "times": ["midday"],
        "note": "Shares the phone with her sister.",
    },
    "tom": {
        "full_name": "Tom Demonstration", "phone": "949-555-0113", "voicemail_ok": True, "times": ["morning"],
    },
    "noa": {"full_name": "נועה הדגמה", "phone": "949-555-0114", "email": "noa@example.com", "days": ["any"]},
    "priya": {
        "full_name": "Priya Demonstration", "phone": "949-555-0115", "visited_before": "yes", "days": ["any"],
    },
    "sakura": {
        "full_name": "さくら 実演", "phone": "949-555-0116", "email": "sakura@example.com", "days": ["any"],
    },
    "minjun": {"full_name": "민준 시연", "phone": "949-555-0117", "times": ["afternoon"]},
    "eleni": {
        "full_name": "Ελένη Επίδειξη", "phone": "949-555-0118", "who_for": "other",
        "guardian_name": "Νίκος Επίδειξη", "days": ["fri"],
    },
    "somchai": {"full_name": "สมชาย สาธิต", "phone": "949-555-0119", "days": ["any"], "topic": "other"},
    "owen": {"full_name": "Owen Demonstration", "phone": "949-555-0120", "days": ["mon", "tue"]},
    "nia": {
        "full_name": "Nia Demonstration", "phone": "949-555-0121", "email": "nia@example.com",
        "days": ["any"],
    },
    "otto": {"full_name": "Otto Demonstration", "phone": "949-555-0122", "days": ["wed"]},
    "lena": {"full_name": "Lena Demonstration", "phone": "949-555-0129", "days": ["any"]},
    "clara": {"full_name": "Clara Demonstration", "phone": "949-555-0123", "email": "clara@example.com"},
    "test": {"full_name": "Test Demonstration", "phone": "949-555-0124", "days": ["any"]},
    "seller": {
        "full_name": "Seller Demonstration", "phone": "", "email": "seller@example.com",
        "contact_by": "email",
        "note": "Be first in every search: https://example.com/offer",
    },
    "casino": {"full_name": "Casino Demonstration", "phone": "949-555-0126", "note": "Win today"},
    "bruno": {
        "full_name": "Bruno Demonstration", "phone": "949-555-0127", "topic": "trigeminal-neuralgia",
        "note": "My browser fills in forms by itself, so this was quick.",
    },
}  # fmt: skip


def patient(name: str) -> PatientData:
    """Return the answers of one patient."""
    answers: dict[str, Any] = {"speaks": "en", "visited_before": "no", "days": ["any"], **PATIENTS[name]}
    consents = {"contact": True, "email": bool(answers.get("email"))}
    return PatientData(**answers, phone_e164=to_e164(answers["phone"]), consents=consents)
