"""How the text of a setting is read; a ValueError ends the sentence `REGISTRY_… `."""

import ipaddress
import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]


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


def host_names(text: str) -> tuple[str, ...]:
    """Host names with commas between them."""
    return tuple(each.strip().lower() for each in text.split(",") if each.strip())


def networks(text: str) -> Networks:
    """Addresses or networks with commas between them."""
    try:
        return tuple(ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError as error:
        raise ValueError(f"is not a list of addresses or networks: {error}") from error
