"""How the text of a setting is read; a ValueError ends the sentence `REGISTRY_… `."""

import ipaddress
import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&()*+=%-]+")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")
_CONTACTS = ("mailto:", "https://", "tel:")


def choice(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    """One of these words."""

    def read(text: str) -> StrEnum:
        if text not in list(kind):
            raise ValueError(f"is not one of {', '.join(kind)}")
        return kind(text)

    return read


def yes_or_no(text: str) -> bool:
    """Yes or no, in the words that people and tools use for it."""
    answers = {"yes": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False, "off": False}
    if text.lower() not in answers:
        raise ValueError("is not yes or no")
    return answers[text.lower()]


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number within these bounds, in digits."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and lowest <= int(text[:9]) <= highest and len(text) <= len(str(highest))):
            raise ValueError(f"is not a whole number from {lowest} to {highest}")
        return int(text)

    return read


def path(text: str) -> Path:
    """A path; a relative one counts from the current folder, `~` is the user's own."""
    return Path(text).expanduser().absolute()


def file_of_kind(*endings: str) -> Callable[[str], Path]:
    """A file that is there, whose name has one of these endings."""

    def read(text: str) -> Path:
        found = path(text)
        if found.suffix.lower() not in endings:
            raise ValueError(f"is not a file that ends in {' or '.join(endings)}")
        if not found.is_file():
            raise ValueError("is not a file that is there")
        return found

    return read


def address_of_database(text: str) -> str:
    """The address of a PostgreSQL server."""
    if urlsplit(text).scheme not in {"postgresql", "postgres"}:
        raise ValueError("is not an address that begins with postgresql://")
    return text


def web_address(text: str) -> str:
    """Where a website lies, without a path."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("is not a web address without a path, such as https://register.example.nl")
    return text.rstrip("/")


def secret_text(text: str) -> str:
    """A secret that cannot be guessed by trying."""
    if len(text) < 16:  # noqa: PLR2004 - what a person can still type and a program cannot guess
        raise ValueError("is shorter than 16 characters")
    return text


def mail_address(text: str) -> str:
    """An address that mail comes from; no more than that, so that nothing else gets into the head of a mail."""
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*", text):
        raise ValueError("is not a mail address, such as register@example.nl")
    return text


def web_page(text: str) -> str:
    """The whole address of a page; nothing in it that could end a line or a tag."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not _ADDRESS.fullmatch(text):
        raise ValueError("is not a web address, such as https://register.example.nl/beleid")
    return text


def origins(text: str) -> tuple[str, ...]:
    """Sites, each as scheme and host with nothing behind it, with commas between them."""
    found = tuple(each.strip().lower() for each in text.split(",") if each.strip())
    if not all(_ORIGIN.fullmatch(each) for each in found):
        raise ValueError("is not a list of sites such as https://kenniscentrum.nl")
    return found


def contacts(text: str) -> tuple[str, ...]:
    """Where to reach somebody, as RFC 9116 (2.5.3) asks: mail, a page or a telephone, the one preferred first."""
    found = tuple(each.strip() for each in text.split(",") if each.strip())
    if not found or not all(_ADDRESS.fullmatch(each) and each.startswith(_CONTACTS) for each in found):
        raise ValueError("is not a list of addresses such as mailto:veiligheid@example.nl")
    return found


def day(text: str) -> date:
    """A day, written as 2027-10-01."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("is not a day, such as 2027-10-01") from error


def host_names(text: str) -> tuple[str, ...]:
    """Host names with commas between them."""
    return tuple(each.strip().lower() for each in text.split(",") if each.strip())


def networks(text: str) -> Networks:
    """Addresses or networks with commas between them."""
    try:
        return tuple(ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError as error:
        raise ValueError(f"is not a list of addresses or networks: {error}") from error


def status_letter(text: str) -> str:
    """A status of the Dutch accessibility statement: from A, it complies, to E, it has no statement."""
    if text.upper() not in set("ABCDE"):
        raise ValueError("is not A, B, C, D or E")
    return text.upper()
