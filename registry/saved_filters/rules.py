"""Which address of a list may be kept, and in which form."""

from urllib.parse import parse_qsl, urlencode

from registry.errors import Fault, Invalid
from registry.texts import Text

MOST = 50
"""So many filters one account keeps."""
LONGEST = 1000
_NOT_OF_THE_FILTER = frozenset({"pagina", "gedaan", "bestand"})
_NO_LISTS = ("/api/", "/static/", "/problems/")
_ENGLISH = "/en"
_NO_ADDRESS = Text(
    "Dit is geen adres van een lijst in dit register. Open de lijst, filter hem en kies daar «Bewaar dit filter».",
    "This is no address of a list in this registry. Open the list, filter it and choose “Save this filter” there.",
)


def kept_address(asked: str) -> str:
    """The list and what it was filtered by: without its language, its page, what was just done, and the kind of file.

    What remains stands in the order in which it was asked. Raises Invalid for what is not a page within this registry, and
    for what is longer than `LONGEST`.
    """
    dutch = asked.removeprefix(_ENGLISH) if asked.startswith(f"{_ENGLISH}/") else asked
    if not _is_within(dutch) or len(dutch) > LONGEST or not dutch.isprintable():
        raise Invalid([Fault("address", _NO_ADDRESS)])
    path, _, query = dutch.partition("?")
    given = parse_qsl(query, keep_blank_values=True)
    chosen = urlencode([(name, value) for name, value in given if name not in _NOT_OF_THE_FILTER])
    if len(path) + len(chosen) >= LONGEST:
        raise Invalid([Fault("address", _NO_ADDRESS)])
    return f"{path}?{chosen}" if chosen else path


def _is_within(address: str) -> bool:
    """Browsers read `//elsewhere` and a backslash as another host."""
    return address.startswith("/") and not address.startswith(("//", *_NO_LISTS)) and not any(sign in address for sign in "\\#")
