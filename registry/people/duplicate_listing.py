"""Numbers that may be of one human being, and those that were merged, as lists to save."""

from collections.abc import Sequence
from datetime import date

from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import EVERYBODY, Outline
from registry.people.schemas import FileOut, MergeOut, PossibleDuplicateOut
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text

_PAIRS = Outline(
    "dubbelen",
    Text("Mogelijk dubbele personen", "Possible duplicates"),
    (
        Column(Text("Oudste nummer", "Older number"), width=16),
        Column(Text("Oudste naam", "Older name")),
        Column(Text("Oudste werkadres", "Older work e-mail")),
        Column(Text("Oudste sinds", "Older since"), Kind.INSTANT),
        Column(Text("Nieuwste nummer", "Newer number"), width=16),
        Column(Text("Nieuwste naam", "Newer name")),
        Column(Text("Nieuwste werkadres", "Newer work e-mail")),
        Column(Text("Nieuwste sinds", "Newer since"), Kind.INSTANT),
        Column(Text("Zelfde naam", "Same name"), Kind.TRUTH),
        Column(Text("Zelfde werkadres", "Same work e-mail"), Kind.TRUTH),
    ),
    Text(
        "De nummers die van één mens kunnen zijn en niet zijn samengevoegd.",
        "The numbers that may be of one human being and are not merged.",
    ),
    EVERYBODY,
)
_MERGES = Outline(
    "samengevoegd",
    Text("Samengevoegde nummers", "Merged numbers"),
    (
        Column(Text("Nummer", "Number"), width=16),
        Column(Text("Naam", "Name")),
        Column(Text("Telt als", "Counts as"), width=16),
        Column(Text("Naam daarvan", "Name of that")),
        Column(Text("Samengevoegd op", "Merged at"), Kind.INSTANT),
        Column(Text("Ongedaan gemaakt op", "Undone at"), Kind.INSTANT),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text("De nummers die zijn samengevoegd, ook wat ongedaan werd gemaakt.", "The numbers that were merged, undone or not."),
    EVERYBODY,
)


def pairs(found: Sifted[PossibleDuplicateOut], *, actor: Actor, today: date) -> Exported:
    """These pairs, and what they have in common."""
    rows = [(*_file(each.older), *_file(each.newer), each.same_name, each.same_email) for each in found.rows]
    return _PAIRS.of(rows, actor=actor, today=today, chosen=found.stamped)


def merges(found: Sequence[MergeOut], *, actor: Actor, today: date) -> Exported:
    """These merges."""
    return _MERGES.of([_merge(each) for each in found], actor=actor, today=today)


def _file(each: FileOut) -> Row:
    return (each.candidate_number, each.name, each.work_email, each.recorded_at)


def _merge(each: MergeOut) -> Row:
    numbers = (each.duplicate, each.duplicate_name, each.counts_as, each.counts_as_name)
    return (*numbers, each.merged_at, each.undone_at, str(each.id))
