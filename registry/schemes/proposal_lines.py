"""A line on the form of a proposal: one item, its parts between `;` or, copied from a spreadsheet, between tabs."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from registry.accounts.forms import Form
from registry.errors import Fault, Invalid
from registry.schema import Schema
from registry.schemes.rules import EquivalentRoute, Reason, ScopeItem, Transition, TransitionKind
from registry.schemes.wording import ALL_VERSIONS, KINDS, MEASURES, NOT_PUBLIC, PUBLIC
from registry.texts import Language, Text

_Word = TypeVar("_Word")
_PARTS = Text("schrijf {number} delen, met ; ertussen.", "write {number} parts, with ; between them.")
_WORD = Text("‘{word}’ kan hier niet staan.", "‘{word}’ cannot stand here.")


class _Ending(Schema, frozen=True):
    """The parts of a transition that are no words of ours."""

    scheme: str
    on: date | None = None
    track_code: str | None = None


def split(text: str, separators: str) -> list[str]:
    """What stands between the separators, without blanks around it; nothing is left out of it but nothing."""
    return [each.strip() for each in re.split(f"[{separators}]", text) if each.strip()]


def parts_of(line: str, number: int) -> list[str]:
    """The parts of a line, empty where there are fewer; raises Invalid where there are more."""
    cells = [cell.strip() for cell in re.split(r"[;\t]", line)]
    if len(cells) > number:
        raise Invalid([Fault("", _PARTS, {"number": number})])
    return [*cells, *[""] * (number - len(cells))]


def scope_item(line: str) -> ScopeItem:
    """`code; naam; name`."""
    return ScopeItem(*parts_of(line, 3))


def written(lines: Iterable[list[str]]) -> str:
    """Items as they are typed."""
    return "\n".join("; ".join(cells) for cells in lines)


def reason_parts(reason: Reason, language: Language) -> list[str]:
    """The parts of the line of a reason, in words of that language."""
    measures = ", ".join(MEASURES[each].say(language) for each in reason.measures)
    return [reason.code, reason.name_nl, reason.name_en, measures, (PUBLIC if reason.public else NOT_PUBLIC).say(language)]


def _meant(word: str, words: Mapping[_Word, Text]) -> _Word:
    """The thing that a word of either language, or its code, stands for."""
    for thing, text in words.items():
        if word.casefold() in (str(thing), text.nl, text.en):
            return thing
    raise Invalid([Fault("", _WORD, {"word": word})])


def reason(line: str) -> Reason:
    """`code; naam; name; maatregel, maatregel; openbaar`."""
    code, dutch, english, measures, public = parts_of(line, 5)
    meant = tuple(_meant(each, MEASURES) for each in split(measures, ","))
    return Reason(code, dutch, english, meant, _meant(public, {True: PUBLIC, False: NOT_PUBLIC}) if public else False)


def equivalent_route(line: str) -> EquivalentRoute:
    """`code; naam; name; traject; onderdeel, onderdeel`."""
    code, dutch, english, track, parts = parts_of(line, 5)
    return EquivalentRoute(code, dutch, english, track, tuple(split(parts, ",")))


def transition(line: str) -> Transition:
    """`schema; versie; wat; dag; traject`."""
    scheme, version, kind, day, track = parts_of(line, 5)
    if version and not version.isdecimal():
        _meant(version, {None: ALL_VERSIONS})
    ending = Form({"scheme": scheme, "on": day, "trackCode": track}).read(_Ending)
    number = int(version) if version.isdecimal() else None
    return Transition(ending.scheme, number, TransitionKind(_meant(kind, KINDS)), ending.on, ending.track_code)
