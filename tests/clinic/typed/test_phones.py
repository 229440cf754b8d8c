"""Phone numbers as people, phones and contact lists write them: what is dialled, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.typed.phones import Problem, costs_more, dial_link, read, search_key, shown

MARA = "+19495550123"
LONDON, MEXICO = "+442079460958", "+525512345678"
TAKEN = {
    MARA: [
        *("949-555-0123", "(949) 555-0123", "[949] 555-0123"),
        *("949.555.0123", "949/555-0123", "9495550123."),
        *("1 949 555 0123", "(1) 949 555 0123"),
        *("+1-949-555-0123", "(+1) 949 555 0123", "++1 949 555 0123"),
        *("+1+19495550123", "1-1-949-555-0123", "+1 1 949 555 0123", "+1 001 949 555 0123"),
        *(
            "001 949 555 0123",
            "+01 949 555 0123",
            "01 949 555 0123",
            "tel:+1-949-555-0123",
            "tel:%2B19495550123",
        ),
        *(
            "949-555-0123 (cell)",
            "949-555-0123 work",
            "9495550123 ext",
            "cell 949-555-0123",
            "text 949-555-0123",
        ),
        *(
            "Tel.: 949 555 0123",
            "móvil 949 555 0123",
            "home2: 949-555-0123",
            "手机 949 555 0123",
            "📞949-555-0123",
        ),
        *(
            "949-555-0123 after 5",
            "949-555-0123 9am-5pm",
            "949-555-0123 17:30",
            "949-555-0123 (8-5)",
            "949-555-0123 2nd shift",
            "949-555-0123 (Ana, my sister)",
        ),
        *("949-555-0123 949-555-0123", "949-555-0123 / 949-555-0123", "949 - 555 - 0123"),
        *("949☎\ufe0f555☎\ufe0f0123", "949☎\ufe0e555☎\ufe0e0123", "\u202a949-555-0123\u202c"),
        *(
            "\u2060949-555-0123\u2060",
            "949\u00ad555\u200b0123",
            "949\u2011555\u20130123",
            "949\u00a0555\u202f0123",
        ),
        *(
            "٩٤٩٥٥٥٠١٢٣",
            "۹۴۹۵۵۵۰۱۲۳",
            "९४९५५५०१२३",
            "９４９-５５５-０１２３",
            "＋1 949 555 0123",
            "𝟗𝟒𝟗𝟓𝟓𝟓𝟎𝟏𝟐𝟑",
        ),
        "".join(f"{digit}\ufe0f\u20e3" for digit in "9495550123"),
    ],
    LONDON: [
        *("+44 20 7946 0958", "+44 (0)20 7946 0958", "0044 20 7946 0958", "011 44 20 7946 0958"),
        *("+1 +44 20 7946 0958", "+1 011 44 20 7946 0958"),
        *("0011 44 20 7946 0958", "+0044 20 7946 0958"),
    ],
    MEXICO: [
        *("+52 55 1234 5678", "+52 1 55 1234 5678", "0052 55 1234 5678", "011 52 55 1234 5678"),
        *("+52 01 55 1234 5678", "+52 044 55 1234 5678", "https://wa.me/5215512345678"),
    ],
    "+5491112345678": ["+54 9 11 1234 5678", "+54 11 15 1234-5678"],
    "+498912345678": ["+49 (0)89 / 1234-5678"],
    "+390612345678": ["+39 06 1234 5678"],
}
REFUSED = {
    Problem.AREA_CODE: ["555-0123", "1-555-0123", "+1 555 0123", "555-0123 cell", "5550123"],
    Problem.TOO_SHORT: [
        "1949555012",
        "949-555-012",
        "94955501",
        "+1 949 555 012",
        "1-949-555-012",
        "+1 949 555",
    ],
    Problem.TOO_LONG: ["949-555-01234", "94955501234", "+1 949 555 01234", "(949) 555-0123 12"],
    Problem.SHAPE: [
        *(
            "000-000-0000",
            "123-456-7890",
            "111-111-1111",
            "1234567890",
            "0123456789",
            "0000000000",
            "0000000",
        ),
        *("949-155-0123", "+1 949 055 0123", "1 149 555 0123", "049-555-0123"),
    ],
    Problem.ONE_ONLY: [
        *(
            "949-555-0123 or 949-555-0199",
            "949-555-0123 / 0199",
            "949-555-0123/4",
            "949-555-0123, 949-555-0199",
        ),
        *("949-555-0123 949-555-0199", "9495550123 9495550199"),
        *("949-555-0123 o 0199", "949-555-0123 0199"),
        *("(949) 555-0123 home (949) 555-0199 cell", "+1 949 555 0123 / +44 20 7946 0958"),
        *("949-555-0123; 949-555-0199",),
        *("949-555-0123 ext 7 or 949-555-0199", "+52 55 1234 5678 / 5679"),
    ],
    Problem.COUNTRY_CODE: [
        "44 20 7946 0958",
        *("52 55 1234 5678", "52 1 55 1234 5678"),
        "020 7946 0958",
        "07700 900123",
        "86 138 0013 8000",
        "0612345678",
    ],
    Problem.NO_COUNTRY: ["+999 123 456 789", "+949-555-0123"],
    Problem.AREA_CODE_ABROAD: ["+44 207946"],
    Problem.TOO_SHORT_ABROAD: ["+33 1 23 45 6"],
    Problem.TOO_LONG_ABROAD: ["+44 20 7946 0958 0000"],
    Problem.NO_NUMBER: [
        "call me",
        "12",
        "911",
        "+1",
        "949-555-CARE",
        "",
        "9" * 41,
        "+" + "9" * 300,
        "-" * 300,
    ],
}
EXTENDED = [
    *("(949) 555-0123 ext. 619", "949-555-0123 x619", "949-555-0123;ext=619", "949-555-0123 (ext 619)"),
    *(
        "tel:+19495550123;ext=619",
        "949-555-0123,,619#",
        "9495550123p619",
        "+19495550123;619",
        "9495550123,619",
    ),
    *(
        "949-555-0123 extension: 619 (work)",
        "949-555-0123 #619",
        "949 555 0123 int. 619",
        "９４９５５５０１２３ｘ６１９",
    ),
]


@pytest.mark.parametrize(("dialled", "typed"), [(key, one) for key, many in TAKEN.items() for one in many])
def test_a_number_is_dialled_however_it_was_written(dialled, typed):
    reading = read(typed)
    assert (reading.e164, reading.problem, reading.is_unknown) == (dialled, None, False)
    assert dial_link(reading.number) == f"tel:{dialled}"


@pytest.mark.parametrize(("problem", "typed"), [(key, one) for key, many in REFUSED.items() for one in many])
def test_a_number_that_nobody_can_dial_is_refused_for_its_own_reason(problem, typed):
    assert read(typed).problem is problem


@pytest.mark.parametrize("typed", EXTENDED)
def test_an_extension_is_shown_and_dialled(typed):
    number = read(typed).number
    assert dial_link(number) == f"tel:{MARA};ext=619"
    assert shown(number) == "949-555-0123 ext. 619"
    assert read(shown(number)).number == number


@pytest.mark.parametrize("typed", ["999-999-9999", "555-555-5555", "+49 1234567890", "+44 10 0000 0000"])
def test_a_number_of_the_right_shape_that_nobody_has_is_doubted_and_not_refused(typed):
    assert read(typed).is_unknown


@pytest.mark.parametrize(
    "typed",
    [
        *("+1 900 555 0123", "900-234-5678", "949-976-0123", "+44 909 879 0123", "+979 1 2345 6789"),
        *("+882 16 555 0123", "+870 773 123 456"),
        *("+8816 1234 5678", "+61 1300 123 456", "+1 500 234 5678"),
    ],
)
def test_a_call_that_costs_more_is_known_and_the_number_taken(typed):
    reading = read(typed)
    assert costs_more(reading.number)
    assert not reading.is_unknown


def test_an_ordinary_call_costs_no_more():
    assert not any(costs_more(read(typed).number) for typed in (MARA, LONDON, MEXICO, "1-800-555-0199"))


@pytest.mark.parametrize("typed", ["44 20 7946 0958", "+44 20 7946 0958", "0044 2079460958"])
def test_a_search_needs_no_plus(typed):
    assert search_key(typed) == LONDON


@given(st.text(max_size=120))
def test_any_text_is_read_to_a_number_or_a_reason(text):
    reading = read(text)
    assert (reading.number is None) == bool(reading.problem)
