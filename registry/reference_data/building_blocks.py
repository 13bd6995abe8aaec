"""The specialisms by which an adviser is found: the NUP building blocks, and what advisers say beside them."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from registry.texts import Text

_BESIDE = {
    "zaakgericht-werken": Text("Zaakgericht werken", "Case management"),
}


@cache
def specialisms() -> Mapping[str, Text]:
    """Code → name, in the order in which they are offered; building blocks are proper names in both languages."""
    text = files("registry.reference_data").joinpath("bouwstenen.csv").read_text("utf-8")
    blocks = {line["code"]: Text(line["name"], line["name"]) for line in csv.DictReader(text.splitlines())}
    return _BESIDE | blocks


PROVINCES = (
    "Drenthe",
    "Flevoland",
    "Fryslân",
    "Gelderland",
    "Groningen",
    "Limburg",
    "Noord-Brabant",
    "Noord-Holland",
    "Overijssel",
    "Utrecht",
    "Zeeland",
    "Zuid-Holland",
)
