"""Finding people by name, whatever their letters and however their name is typed."""

from django.test import Client

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appointments.names.folding import is_same_name, pieces_of, pieces_wanted
from tests import cast
from tests.appointments.desk.searching import search
from tests.appointments.factories import SOMEBODY_ELSE, make_request
from tests.appointments.patients import record_url
from tests.factories import make_details

FOUND_BY = {
    "Đặng Thị Hoa": "dang | đặng | hoa | dang hoa | Dang Thi Hoa | DANG",
    "Đorđe Petrović": "dorde | djordje | petrovic | Đorđe",
    "Łukasz Wałęsa": "lukasz | walesa | łuk | wałęsa | WALESA",
    "Søren Kjær": "soren | kjaer | kjær | soeren",
    "Åse Nordgård": "ase | aase | nordgaard | nordgard",
    "Ayşe Yıldız": "ayse | yildiz | YILDIZ | yıldız",
    "İpek Çağlar": "ipek | İPEK | caglar",
    "Þóra Guðmundsdóttir": "thora | gudmundsdottir | þóra",
    "Weiß, Jürgen": "weiss | weiß | jurgen | juergen | WEISS | jürgen weiss | Jue",
    "Juergen Mueller": "jürgen | müller | juergen | jurgen muller",
    "Œuvrard": "oeuvrard | œuvrard",
    "Siobhán O'Brien": "obrien | o'brien | o brien | O’Brien | brien | siobhan obrien | obr",
    "Siobhán O’Brien": "obrien | o'brien | o brien",
    "Siobhán OBrien": "obrien | o'brien | o brien | O’Brien",
    "Siobhán O Brien": "obrien | o'brien",
    "Zoë D'Angelo-Smith": "dangelo | smith | angelo | dangelosmith | d'angelo | d angelo smith | zoe",
    "Mary Smith-Jones": "smithjones | smith jones | jones | smith-jones",
    "Mary Smith Jones": "smithjones | smith-jones",
    "Mary Smithjones": "smith-jones | smith jones",
    "Vincent van der Berg": "vanderberg | van der berg | berg | vander berg | vanderb | van-der-berg",
    "Juan de la Cruz": "delacruz | de la cruz | cruz",
    "Ahmed al-Rashid": "alrashid | al rashid | al-rashid | rashid",
    "Ian Mac Donald": "macdonald | mac donald | donald",
    "Ian MacDonald": "mac donald | macdonald",
    "Xiao Ming Wang": "xiaoming | xiao ming | wang",
    "Xiaoming Wang": "xiao ming wang | xiao-ming",
    "María del Carmen García López": "garcia | lopez | carmen | maria | garcia lopez | delcarmen",
    "Smith, John": "smith | john | john smith | smith, j",
    'Robert "Bob" Lee': "lee | bob | robert | bob lee",
    "(Bob) Lee": "lee | bob",
    "Prof. Ada Byron, PhD": "byron | ada | dr. byron | Prof. Byron | mrs byron | A. Byron",
    "Cher": "cher | Ms. Cher",
    "王小明": "王 | 小明 | 王小明 | 明 | 小 | 王小",
    "山田 太郎": "山田 | 太郎 | 山田太郎 | 太郎 山田 | 田",
    "葛\U000e0100城": "葛城",
    "やまだ はなこ": "ヤマダ | はなこ | はな",
    "ガブリエル・サトウ": "ｶﾞﾌﾞﾘｴﾙ | サトウ | がぶ",
    "김철수": "김 | 철수 | 김철수 | 김 철수",
    "남궁 민수": "남궁민수 | 민수 | 남궁",
    "प्रिया शर्मा": "प्रिया | शर्मा | प्रिया शर्मा | प्रि",
    "செந்தில் குமார்": "செந்தில் | குமார் | செந்",
    "สมชาย ใจดี": "สมชาย | ใจดี | สมช",
    "محمد عبد الله": "محمد | عبدالله | مُحَمَّد | عبد الله",
    "علی‌رضا کریمی": "علیرضا | علی رضا | رضا | كريمي",
    "יוסף כהן": "יוסף | כהן | כֹּהֵן",
    "Γιώργος Παπάς": "γιωργος | ΠΑΠΑΣ | παπας",
    "Фёдор Зайцев": "федор | зайцев | ФЁДОР",
    "Ｊｏｈｎ ＳＭＩＴＨ": "john | smith",
    "Jo\u00adhn\u200b Smi\u2060th": "john | smith",
}
NOT_FOUND_BY = {
    "पर": "प | प्रिया",
    "प्रिया शर्मा": "प | प्र | पर | शर | र",
    "சுமதி": "சுமா",
    "かとう": "がとう",
    "王小明": "李 | 明王 | 王明",
    "สมชาย": "สมชัย",
    "Maria Ñandú": "ma | pedro | maria pedro | an",
    "Siobhán O'Brien": "o'neil | brian",
    "Łukasz": "zukasz",
}


def rows(table):
    return [(name, typed) for name, queries in table.items() for typed in queries.split(" | ")]


def is_found(name, typed):
    wanted = pieces_wanted(typed)
    return bool(wanted) and all(set(one) & pieces_of(name) for one in wanted)


@pytest.mark.parametrize(("name", "typed"), rows(FOUND_BY))
def test_a_name_is_found_by(name, typed):
    assert is_found(name, typed)


@pytest.mark.parametrize(("name", "typed"), rows(NOT_FOUND_BY))
def test_a_name_is_not_found_by(name, typed):
    assert not is_found(name, typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siobhán O'Brien", "siobhan obrien"),
        ("Siobhán O’Brien", "O Brien, Siobhan"),
        ("Weiß, Jürgen", "Juergen Weiss"),
        ("Jurgen Muller", "Juergen Mueller"),
        ("Łukasz Wałęsa", "LUKASZ WALESA"),
        ("Mary Smith-Jones", "Mary Smith Jones"),
        ("山田 太郎", "山田太郎"),
        ("Dr. Ada Byron", "Ada Byron"),
        ("प्रिया शर्मा", "शर्मा प्रिया"),
    ],
)
def test_one_name_in_two_spellings_is_the_same(one, other):
    assert is_same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Martin Tester", "Martin Tester Jr."),
        ("Ana López", "Ana Lopes"),
        ("पर", "प्रिया"),
        ("王小明", "王小红"),
        ("", ""),
        ("...", "?"),
    ],
)
def test_two_names_are_not_the_same(one, other):
    assert not is_same_name(one, other)


@given(st.text(max_size=200))
def test_every_text_can_be_looked_for_and_finds_itself(name):
    wanted = pieces_wanted(name)
    few = len(wanted) <= 10
    assert not few or all(set(one) & pieces_of(name) for one in wanted)
    assert len(pieces_of(name)) < 800


def test_a_name_as_long_as_the_field_keeps_few_pieces():
    assert len(pieces_of("Maximiliane Königsbäuerle-Äußerling " * 6)) < 500
    assert len(pieces_of("Martin Tester")) <= 20


@pytest.fixture
def desk() -> Client:
    make_details()
    return cast.signed_in(cast.make_freya())


@pytest.mark.django_db
def test_the_desk_finds_everybody_and_nobody_else(desk):
    make_request()
    for name in ("Siobhán O’Brien", "Đặng Thị Hoa", "王小明", "प्रिया शर्मा", "Weiß, Jürgen"):
        wanted = make_request(full_name=name)
        for typed in FOUND_BY[name].split(" | "):
            assert list(search(desk, typed).context["object_list"]) == [wanted], typed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"), [("Siobhán O’Brien", "siobhan obrien"), ("Jürgen Weiß", "Weiss, Juergen")]
)
def test_two_spellings_of_one_name_with_one_number_are_likely_the_same(desk, one, other):
    first, second = make_request(full_name=one), make_request(full_name=other)
    make_request(full_name="Somebody Else")
    for shown, beside in ((first, second), (second, first)):
        entries = desk.get(record_url(shown)).context["possible_duplicates"].entries
        why = {entry.appointment_request: entry.why for entry in entries}
        assert why.pop(beside) == "likely the same: same name, same phone or e-mail"
        assert set(why.values()) == {"same phone or e-mail"}


@pytest.mark.django_db
def test_two_spellings_without_a_number_in_common_are_one_name(desk):
    first = make_request(full_name="Søren Kjær")
    second = make_request(**{**SOMEBODY_ELSE, "full_name": "Soren KJAER"})
    [entry] = desk.get(record_url(first)).context["possible_duplicates"].entries
    assert (entry.appointment_request, entry.why) == (second, "same name")
