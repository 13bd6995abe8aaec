"""Whether what is published is what was recorded: the list and every number's answer, derived anew and compared."""

from dataclasses import dataclass
from datetime import datetime

from public_list.rederiving import derivation, reading
from public_list.rederiving.comparing import Difference, compared
from public_list.rederiving.derivation import Plain
from public_list.rederiving.published import Published, Served
from registry.days import amsterdam_day

__all__ = ("Difference", "Published", "Served", "Verified", "verify")


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries the list has, how many numbers were checked, and what was not as it should be, by number."""

    listed: int
    checked: int
    differences: tuple[Difference, ...]


async def verify(published: Published, *, now: datetime) -> Verified:
    """Derive from what was recorded what the public may see at this instant, and compare it with what it sees.

    A thousand certificates at a time; only the list itself is whole in memory.
    """
    day = amsterdam_day(now)
    listed, differences = await _listed(published)
    entries, checked = len(listed), 0
    async for some in reading.facts(day=day, now=now):
        told = await published.answers([each.number for each in some])
        checked += len(some)
        for each in some:
            shown, answered = listed.pop(each.number, None), told.get(each.number)
            differences += compared(each.number, "list", published=shown, derived=derivation.entry(each, day))
            differences += compared(each.number, "check", published=answered, derived=derivation.answer(each, day))
    for number, shown in listed.items():
        differences += compared(number, "list", published=shown, derived=None)
    return Verified(entries, checked, tuple(sorted(differences)))


async def _listed(published: Published) -> tuple[dict[str, Plain], list[Difference]]:
    """The entries by number, and each that stands there more than once."""
    found: dict[str, Plain] = {}
    twice: list[Difference] = []
    async for some in published.entries():
        for entry in some:
            number = entry["number"]
            if number in found:
                twice.append(Difference(number, "list", "", "stands there more than once"))
            found[number] = entry
    return found, twice
