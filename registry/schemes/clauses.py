"""Which clause of ISO/IEC 17024 a rule of the registry answers to, per edition of the standard, as data."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from registry.texts import Text

EDITION = 2012
"""The edition by which certificates are issued now."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of an edition, what it is about, and the rules (or codes of refusals) that answer to it."""

    edition: int
    number: str
    title: Text
    rules: frozenset[str]


@cache
def clauses(edition: int = EDITION) -> tuple[Clause, ...]:
    """The clauses of an edition in the order of the standard; none of an edition that is not in the list."""
    text = files("registry.schemes").joinpath("clauses.csv").read_text("utf-8")
    return tuple(
        Clause(edition, line["clause"], Text(line["title_nl"], line["title_en"]), frozenset(line["rules"].split()))
        for line in csv.DictReader(text.splitlines())
        if int(line["edition"]) == edition
    )


def clauses_of(rule: str, *, edition: int = EDITION) -> tuple[Clause, ...]:
    """The clauses that a rule, or the refusal with that code, answers to."""
    return tuple(each for each in clauses(edition) if rule in each.rules)
