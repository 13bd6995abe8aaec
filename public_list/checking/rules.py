"""What becomes of each line of a list of numbers: looked up, unknown, or no number at all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from public_list.checking.mistypes import Mistype, read
from public_list.checking.numbers import ODD, Odd, Typed
from public_list.listing.rules import Checked
from registry.certificates.rules import Status
from registry.errors import Fault


class Outcome(StrEnum):
    """What can be said of a line: it is a certificate, nobody ever had the number, or it is no certificate number."""

    CERTIFICATE = "certificate"
    UNKNOWN = "unknown"
    NO_NUMBER = "no-number"


@dataclass(frozen=True, slots=True)
class Line:
    """The answer to one line of a list. `first_row` is where the same number stood before; `fault` is why it is no number."""

    row: int
    typed: str
    outcome: Outcome
    number: str | None = None
    checked: Checked | None = None
    fault: Fault | None = None
    suggestions: tuple[str, ...] = ()
    first_row: int | None = None


@dataclass(frozen=True, slots=True)
class Questions:
    """A list as it was read, before anything was looked up."""

    typed: Sequence[Typed]
    read: Sequence[str | Mistype]

    @classmethod
    def of(cls, typed: Sequence[Typed]) -> "Questions":
        """Each line as a number, or what is wrong with it."""
        return cls(typed, [_odd(each.odd, each.text) if each.odd else read(each.text) for each in typed])

    @property
    def numbers(self) -> list[str]:
        """All that must be looked up, each once: the numbers, and those that may be meant."""
        asked = (each.near if isinstance(each, Mistype) else (each,) for each in self.read)
        return list(dict.fromkeys(number for numbers in asked for number in numbers))

    def answered(self, known: Mapping[str, Checked]) -> list[Line]:
        """The answer to every line, in the order asked, from the certificates that exist."""
        return list(_answered(zip(self.typed, self.read, strict=True), known))


def _odd(odd: Odd, text: str) -> Mistype:
    return Mistype(Fault("number", ODD[odd], {"typed": text}), ())


def counted(lines: Iterable[Line]) -> dict[str, int]:
    """How many lines there are of each kind: certificates by status, in the order of statuses; anything else by outcome."""
    kinds = Counter(line.checked.status.value if line.checked else line.outcome.value for line in lines)
    order = [each.value for each in (*reversed(Status), *Outcome)]
    return {kind: kinds[kind] for kind in order if kinds[kind]}


def _answered(asked: Iterable[tuple[Typed, str | Mistype]], known: Mapping[str, Checked]) -> Iterable[Line]:
    first: dict[str, int] = {}
    for typed, found in asked:
        if isinstance(found, Mistype):
            fault, suggestions = found.told(known)
            yield Line(typed.row, typed.text, Outcome.NO_NUMBER, fault=fault, suggestions=tuple(suggestions))
            continue
        checked = known.get(found)
        outcome = Outcome.UNKNOWN if checked is None else Outcome.CERTIFICATE
        yield Line(typed.row, typed.text, outcome, found, checked, first_row=first.get(found))
        first.setdefault(found, typed.row)
