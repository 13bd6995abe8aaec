"""What a proposed version must be before anyone signs it: its rules, its days, and the versions that it names."""

from collections.abc import Iterator
from datetime import date

from registry.errors import Fault, Invalid
from registry.schemes.faults import faults_of
from registry.schemes.schemas import ProposeVersion
from registry.schemes.tables import Scheme, SchemeVersion
from registry.texts import Text

_BOTH = Text(
    "Noem het schema dat wordt vervangen én de dag, of geen van beide.",
    "Name both the scheme that is superseded and the day, or neither.",
)
_PAST = Text(
    "Kies vandaag of een latere dag: wat op een voorbije dag gold, verandert niet meer.",
    "Choose today or a later day: what held on a past day no longer changes.",
)
_TOO_SOON = Text(
    "Dit kan niet vóór de dag waarop deze versie ingaat, {day}.",
    "This cannot be before the day on which this version takes effect, {day}.",
)
_NO_SCHEME = Text("Er is geen schema met code ‘{code}’.", "There is no scheme with code ‘{code}’.")
_NO_VERSION = Text("Schema ‘{code}’ heeft geen versie {number}.", "Scheme ‘{code}’ has no version {number}.")
_NOT_OLDER = Text("Noem een versie vóór deze, versie {number}.", "Name a version before this one, version {number}.")
_SAID_TWICE = Text(
    "Dit schema wordt al in zijn geheel vervangen.",
    "This scheme is superseded as a whole already.",
)


async def check(code: str, number: int, command: ProposeVersion, *, today: date) -> None:
    """Every fault of what is proposed as that version of the scheme, at once; raises Invalid."""
    faults = [*_days(command, today), *faults_of(command.rules, effective_from=command.effective_from)]
    numbers = await _numbers() if command.rules.transitions else {}
    faults += _named(code, number, command, numbers)
    if faults:
        raise Invalid(faults)


async def _numbers() -> dict[str, set[int]]:
    """The numbers of the versions of each scheme."""
    found: dict[str, set[int]] = {row["code"]: set() for row in await Scheme.select(Scheme.code)}
    for row in await SchemeVersion.select(SchemeVersion.scheme.code.as_alias("code"), SchemeVersion.number):
        found[row["code"]].add(row["number"])
    return found


def _days(command: ProposeVersion, today: date) -> Iterator[Fault]:
    if command.effective_from < today:
        yield Fault("effectiveFrom", _PAST)
    if (command.supersedes is None) != (command.supersedes_on is None):
        yield Fault("supersedes", _BOTH)
    if command.supersedes_on is not None and command.supersedes_on < command.effective_from:
        yield Fault("supersedesOn", _TOO_SOON, {"day": command.effective_from})


def _named(code: str, number: int, command: ProposeVersion, numbers: dict[str, set[int]]) -> Iterator[Fault]:
    """Transitions are about schemes and versions that exist, and of its own scheme about older ones."""
    for place, each in enumerate(command.rules.transitions):
        at = f"transitions[{place}]"
        if each.scheme not in numbers:
            yield Fault(f"{at}.scheme", _NO_SCHEME, {"code": each.scheme})
        elif each.scheme == code and each.version is not None and each.version >= number:
            yield Fault(f"{at}.version", _NOT_OLDER, {"number": number})
        elif each.version is not None and each.version not in numbers[each.scheme]:
            yield Fault(f"{at}.version", _NO_VERSION, {"code": each.scheme, "number": each.version})
        elif each.version is None and each.scheme == command.supersedes:
            yield Fault(f"{at}.scheme", _SAID_TWICE)
