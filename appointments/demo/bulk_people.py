"""Answers of demonstration patients in bulk. All are called "Demo-", so that nobody takes them for real."""

from random import Random

from appointments.patient_data import PatientData

# Sorted from common to rare: see ``_one_of``.
GIVEN: tuple[str, ...] = (
    "Maria", "James", "José", "Linda", "Minh", "Robert", "Fatima", "David", "Olga", "Carlos", "Susan", "Wei",
    "Priya", "Thomas", "Yuki", "Ana", "Omar", "Grace", "Henrik", "Leila", "Noah", "Ingrid", "Kofi", "Ruth",
)  # fmt: skip
FAMILY: tuple[str, ...] = (
    "Garcia", "Smith", "Nguyễn", "Johnson", "Lee", "Martínez", "Brown", "Patel", "Kim", "Davis", "Hernández",
    "O'Brien", "Müller", "Ivanova", "Tanaka", "Haddad", "Cohen", "Silva", "Kowalski", "Okafor", "Andersen",
    "Rossi", "Whitfield", "Zhang", "Papadopoulos",
)  # fmt: skip
# Invented names that anybody could have.
FAMILY += tuple(
    first + last
    for last in ("ford", "ton", "wood", "field", "berg", "stein", "mann", "son", "worth", "more", "dale")
    for first in ("Ash", "Bel", "Car", "Dun", "El", "Fair", "Gold", "Hart", "Kings", "Lang", "Mar", "North")
)
LANGUAGES = ("en", "en", "en", "es")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "any")
TIMES = ("morning", "midday", "afternoon", "evening")
TOPICS = ("sciatica", "neuropathic-pain", "carpal-tunnel-syndrome", "other", "")
NOTES = ("", "", "", "I work nights, please call late.", "A ground floor room would help.")


def demo_patient(draw: Random, number: int) -> PatientData:
    """Return the answers of one patient."""
    name = f"{_one_of(draw, GIVEN)} Demo-{_one_of(draw, FAMILY)}"
    # Numbers from 555-0100 to 555-0199 are kept for invented people in every area, as is example.com.
    area, line = draw.randrange(201, 990), draw.randrange(100, 200)
    has_mail = draw.random() < 0.6
    return PatientData(
        full_name=name,
        phone=f"({area}) 555-0{line}",
        phone_e164=f"+1{area}5550{line}",
        email=f"demo{number}@example.com" if has_mail else "",
        voicemail_ok=draw.random() < 0.4,
        call_times=draw.sample(TIMES, draw.randrange(0, 3)),
        speaks=draw.choice(LANGUAGES),
        visited_before=draw.choice(("yes", "no")),
        topic=draw.choice(TOPICS),
        days=draw.sample(DAYS, draw.randrange(1, 4)),
        times=draw.sample(TIMES, draw.randrange(1, 3)),
        note=draw.choice(NOTES),
        consents={"contact": True, "email": has_mail},
    )


def _one_of(draw: Random, names: tuple[str, ...]) -> str:
    """Draw one of ``names``; the last ones hardly ever."""
    return names[int(len(names) * draw.random() ** 1.4)]
