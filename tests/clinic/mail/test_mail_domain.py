"""What the check of the sending domain says, without a network: the records are given."""

from django.core.management import CommandError, call_command

import pytest

from clinic.mail import sending_domain

WELL = {
    "clinic.example": ["other=1", "v=spf1 include:relay.example -all"],
    "s1._domainkey.clinic.example": ["v=DKIM1; k=rsa; p=MIIB"],
    "_dmarc.clinic.example": ["v=DMARC1; p=quarantine"],
}


def wrong(records: dict[str, list[str]], selector: str = "s1") -> list[str]:
    found = sending_domain.findings("clinic.example", selector, lambda name: records.get(name, []))
    return [finding.sentence for finding in found if not finding.is_right]


def test_a_domain_with_all_three_records_is_well():
    assert wrong(WELL) == []


@pytest.mark.parametrize(
    ("name", "texts", "says"),
    [
        ("clinic.example", [], "has no record"),
        ("clinic.example", ["v=spf1 -all", "v=spf1 ~all"], "has 2 records"),
        ("clinic.example", ["v=spf1 +all"], "lets everybody send"),
        ("clinic.example", ["v=spf1 mx"], "refuses nobody"),
        ("s1._domainkey.clinic.example", [], "has no key"),
        ("s1._domainkey.clinic.example", ["v=DKIM1; p="], "was taken back"),
        ("_dmarc.clinic.example", [], "needs one record, and has 0"),
        ("_dmarc.clinic.example", ["v=DMARC1; rua=mailto:a@b.example"], "has no policy"),
    ],
)
def test_what_is_missing_is_said_in_words(name, texts, says):
    (sentence,) = wrong({**WELL, name: texts})
    assert says in sentence


def test_the_command_asks_for_the_domain_of_the_site(monkeypatch, settings, capsys):
    settings.DEFAULT_FROM_EMAIL = "Acupuncture Halls <site@clinic.example>"
    monkeypatch.setattr(sending_domain, "texts_at", lambda name: WELL.get(name, []))
    call_command("check_mail_domain", selector="s1")
    assert "SPF: clinic.example names its mail servers" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Records to mend: 1"):
        call_command("check_mail_domain")


def test_without_a_network_it_says_so(monkeypatch):
    def unreachable(_name: str) -> list[str]:
        raise sending_domain.Unreachable

    monkeypatch.setattr(sending_domain, "texts_at", unreachable)
    with pytest.raises(CommandError, match="No name server answered"):
        call_command("check_mail_domain")
