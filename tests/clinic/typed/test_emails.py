"""E-mail addresses as people paste them: what is taken, why another is refused, and what is asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.typed.email_slips import meant, mixes_scripts
from clinic.typed.emails import Fault, mail_link, read, search_key

MARA = "mara@patient.example"
TAKEN = [
    *("mara\u200b@patient.example", "\ufeffmara@patient.example", "\u202amara@patient.example\u202c"),
    *("mara\u00ad@patient.example", "mara@patient.example\u200e", "\u00a0mara@patient.example\u3000"),
    *(
        "mailto:mara@patient.example",
        "MAILTO:mara%40patient.example",
        "mailto:mara@patient.example?subject=Hi",
    ),
    *("Email: mara@patient.example", "Mara W <mara@patient.example>", '"W, Mara" <mara@patient.example>'),
    *("<mara@patient.example>", "mara@patient.example <mailto:mara@patient.example>"),
    *("Mara W (mara@patient.example)", "mara@patient.example (work)", "[mara@patient.example]"),
    *("mara@patient.example.", "mara@patient.example,", "mara@patient.example;", "“mara@patient.example”"),
    *("Mara@Patient.Example ", "MARA@PATIENT.EXAMPLE", "mara＠patient．example", "mara@patient。example"),
    *("my email is mara@patient.example", "E-mail - mara@patient.example", "mail to: mara@patient.example"),
    *("mara@patient.example work", "mara@patient.example - home", "e: mara@patient.example"),
    *("mara @ patient.example", "mara@patient .example", "mara@patient.example mara@patient.example"),
]
REFUSED = {
    Fault.NO_ENDING: [
        "mara@localhost",
        "mara@patient",
        "mara@127.0.0.1",
        "mara@[127.0.0.1]",
        "mara@",
        "mara@x.c",
    ],
    Fault.MANY_ATS: ["mara@@patient.example", "a@b@c.example", "a@x.example?cc=b@y.example"],
    Fault.ONE_ONLY: [
        *("a@x.example,b@y.example", "a@x.example; b@y.example", "a@x.example or b@y.example"),
        *("Mara <a@x.example>; Bo <b@y.example>", "a@x.example (b@y.example)", "a@x.example / b@y.example"),
    ],
    Fault.NO_AT: ["mara", "mara.patient.example", "mara(at)patient.example"],
    Fault.NO_NAME: ["@patient.example"],
    Fault.SPACE: ["mara w@patient.example", "mara@patient.co uk", '"a b"@x.example'],
    Fault.COMMA: ["mara@patient,example"],
    Fault.DOTS: [
        "mara..w@patient.example",
        ".mara@patient.example",
        "mara.@patient.example",
        "mara@.example",
    ],
    Fault.PRIVATE: ["mara@printer.local", "mara@patient.internal"],
    Fault.TOO_LONG: ["x" * 65 + "@y.example", "x" * 9_000 + "@y.example", "@" * 9_000],
    Fault.FORMAT: ["mara@patient_x.example", "mara@-x.example", "аdmin@x.example"],
}


@pytest.mark.parametrize("typed", TAKEN, ids=ascii)
def test_an_address_is_taken_out_of_what_was_pasted(typed):
    assert read(typed).address == MARA


@pytest.mark.parametrize("typed", ["-oQ/tmp@x.example", "o'brien+clinic@x.example", "maraW@x.example"])
def test_what_stands_before_the_at_is_kept(typed):
    assert read(typed).address == typed


@pytest.mark.parametrize(("fault", "typed"), [(key, one) for key, many in REFUSED.items() for one in many])
def test_what_is_no_address_is_refused_for_its_own_reason(fault, typed):
    assert read(typed).fault is fault


@pytest.mark.parametrize(
    ("typed", "probably"),
    [
        *(
            (one, "gmail.com")
            for one in ("gmial.com", "gmail.con", "gmail.co", "gmal.com", "gmai.cmo", "gmail.net")
        ),
        *((one, "yahoo.com") for one in ("yaho.com", "yahooo.com", "yhaoo.com")),
        *((one, "hotmail.com") for one in ("hotmial.com", "hotmal.con", "hotmail.comm")),
        *(("outlok.com", "outlook.com"), ("iclould.com", "icloud.com"), ("comcast.nte", "comcast.net")),
        *(("aol.co", "aol.com"), ("patient.con", "patient.com"), ("school.eud", "school.edu")),
    ],
)
def test_a_slip_of_a_common_domain_is_noticed(typed, probably):
    assert meant(typed) == probably


@pytest.mark.parametrize(
    "domain",
    [
        *("gmail.com", "mail.com", "ymail.com", "email.com", "cloud.com", "me.com", "gmx.de", "yahoo.co.uk"),
        *("yahoo.fr", "hotmail.es", "live.co.uk", "patient.example", "clinic.co", "example.com", "x.org", ""),
    ],
)
def test_a_domain_that_people_have_is_no_slip(domain):
    assert not meant(domain)


def test_letters_of_two_alphabets_in_one_name_are_noticed_and_other_alphabets_are_not():
    assert mixes_scripts("p\u0430ypal.com")
    assert not any(mixes_scripts(domain) for domain in ("b\u00fccher.example", "почта.рф", "patient.example"))


def test_a_search_reads_the_same():
    assert search_key("Mara W <Mara@Patient.Example>") == MARA
    assert search_key(" half@ ") == "half@"


def test_a_link_to_an_address_suggests_no_other_recipient():
    assert mail_link("a?cc=b&x@y.example") == "mailto:a%3Fcc%3Db%26x@y.example"


@given(st.text(max_size=120))
def test_any_text_is_read_to_an_address_or_a_fault(text):
    reading = read(text)
    assert bool(reading.address) != bool(reading.fault)
