"""Check of the domain that mail is sent from: the records by which other servers believe that it is ours."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import dns.exception
import dns.resolver

# Returns the texts at a name; none when there are none. Raises ``Unreachable``.
Texts = Callable[[str], list[str]]
_SECONDS = 10


class Unreachable(Exception):
    """Error: no name server answered."""


@dataclass(frozen=True)
class Finding:
    """Result for one record: whether it is right, and a sentence that says what to do if not."""

    is_right: bool
    sentence: str


def texts_at(name: str) -> list[str]:
    """Ask the name servers of this machine for the texts at ``name``."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=_SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise Unreachable from error
    return [b"".join(record.strings).decode(errors="replace") for record in answer]


def findings(domain: str, selector: str, texts: Texts = texts_at) -> Iterator[Finding]:
    """Yield what stands in SPF, DKIM and DMARC of ``domain``."""
    yield _spf(domain, texts)
    yield _dkim(domain, selector, texts)
    yield _dmarc(domain, texts)


def _spf(domain: str, texts: Texts) -> Finding:
    records = [text for text in texts(domain) if text.casefold().split(" ")[0] == "v=spf1"]
    if not records:
        return Finding(False, f"SPF: {domain} has no record. Add a TXT record that names your mail server.")
    if len(records) > 1:
        return Finding(False, f"SPF: {domain} has {len(records)} records, so none counts. Leave one.")
    words = records[0].casefold().split()
    if "+all" in words or "all" in words:
        return Finding(False, f"SPF: {domain} lets everybody send in its name. End the record with -all.")
    if not any(word in ("-all", "~all") or word.startswith("redirect=") for word in words):
        return Finding(False, f"SPF: the record of {domain} refuses nobody. End it with -all or ~all.")
    return Finding(True, f"SPF: {domain} names its mail servers.")


def _dkim(domain: str, selector: str, texts: Texts) -> Finding:
    if not selector:
        return Finding(False, "DKIM: not checked. Give --selector, which your mail provider tells you.")
    name = f"{selector}._domainkey.{domain}"
    keys = [tag for text in texts(name) for tag in _tags(text) if tag.startswith("p=")]
    if not keys:
        return Finding(False, f"DKIM: {name} has no key. Add the record that your mail provider gives you.")
    if keys[0] == "p=":
        return Finding(False, f"DKIM: the key at {name} was taken back. Ask your provider for a new one.")
    return Finding(True, f"DKIM: {name} has a key.")


def _dmarc(domain: str, texts: Texts) -> Finding:
    name = f"_dmarc.{domain}"
    records = [text for text in texts(name) if "v=dmarc1" in (tag.casefold() for tag in _tags(text))]
    if len(records) != 1:
        return Finding(False, f"DMARC: {name} needs one record, and has {len(records)}. Begin with p=none.")
    if not any(tag.casefold().startswith("p=") for tag in _tags(records[0])):
        return Finding(False, f"DMARC: the record at {name} has no policy. Add p=quarantine or p=none.")
    if any(tag.casefold() == "p=none" for tag in _tags(records[0])):
        return Finding(True, f"DMARC: {name} only watches. When all is well for weeks, set p=quarantine.")
    return Finding(True, f"DMARC: {name} tells servers what to do with mail that is not yours.")


def _tags(record: str) -> list[str]:
    return [tag.strip().replace(" ", "") for tag in record.split(";")]
