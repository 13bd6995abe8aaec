"""The address of the booking form, filled in: how a link carries a booking that could be asked."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

TICKED_MUNICIPALITY = "gemeente-"
TICKED_PART = "onderdeel-"
"""Each municipality, and each part of a certificate, has a tick box of its own in the form: this and its code."""
_FIELDS = {
    "municipality": "gemeente",
    "certificate": "certificaat",
    "firstDay": "van",
    "lastDay": "tot",
    "days": "dagen",
    "allotment": "budget",
}
"""What the address of the form calls each field."""
_TICKS = {"gemeenten": TICKED_MUNICIPALITY, "onderdelen": TICKED_PART}
"""What it calls the codes that are ticked, with commas."""
_LONGEST = 2000


def address(fields: Mapping[str, str]) -> str:
    """The address of the form with these fields filled in."""
    asked = {name: fields.get(field, "") for field, name in _FIELDS.items()}
    ticks = {name: ",".join(sorted(ticked(fields, tick))) for name, tick in _TICKS.items()}
    return "/boekingen/nieuw?" + urlencode(asked | {name: codes for name, codes in ticks.items() if codes})


def fields_of(query: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form as far as the address says."""
    fields = {field: query.get(name, "")[:100] for field, name in _FIELDS.items()}
    for name, tick in _TICKS.items():
        fields |= tick_all(tick, query.get(name, "")[:_LONGEST].split(","))
    return fields


def tick_all(tick: str, codes: Iterable[str]) -> dict[str, str]:
    """The fields of these tick boxes, ticked."""
    return {tick + code: "ja" for code in codes if code}


def ticked(fields: Mapping[str, str], tick: str) -> list[str]:
    """The codes of the tick boxes that are ticked."""
    return [name.removeprefix(tick) for name, value in fields.items() if name.startswith(tick) and value]
