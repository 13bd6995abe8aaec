"""Examiners and invigilators as they are typed, matched to exactly one registered person, approved on the day."""

import difflib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from exams.cells.names import initials_of, spoken_key, spoken_keys
from exams.cells.typed import Read, fault
from exams.judging.register import Candidate, Capacity, Part, Registration
from registry.days import add_months
from registry.texts import Text

CAPACITY_NAMES = {
    Capacity.EXAMINER: Text("examinator", "examiner"),
    Capacity.INVIGILATOR: Text("surveillant", "invigilator"),
}
_FREE: Read[None] = Read()


class RegisteredPeople:
    """The registrations in one capacity, by every way to write each person's name."""

    def __init__(self, registrations: Iterable[Registration], *, capacity: Capacity) -> None:
        self._capacity = CAPACITY_NAMES[capacity]
        self._by_key: defaultdict[str, list[Registration]] = defaultdict(list)
        for each in registrations:
            if each.capacity is capacity:
                for key in spoken_keys(given_name=each.given_name, initials=each.initials, family_name=each.family_name):
                    self._by_key[key].append(each)

    def match(self, typed: str, *, part: Part | None, day: date | None) -> Read[UUID]:
        """The one person of that name who was approved for the part on the day; else what is in the way."""
        named = self._by_key.get(spoken_key(typed), [])
        if not named:
            return fault("person-unknown", typed=typed, capacity=self._capacity, suggestion=self._nearest(typed, day=day))
        approved = [each for each in named if part is None or each.part_codes is None or part.code in each.part_codes]
        fit = [each for each in approved if day is None or _is_valid(each, day)]
        people = {each.person_id for each in fit}
        if len(people) == 1:
            return Read(people.pop())
        if people:
            names = sorted({full_name(each) for each in fit})
            return fault("person-ambiguous", typed=typed, capacity=self._capacity, names=names, suggestion=names[0])
        if not approved:
            return fault(
                "person-out-of-scope",
                name=written_name(named[0]),
                capacity=self._capacity,
                part=part.name if part else "",
            )
        return fault(
            "person-not-valid",
            name=written_name(approved[0]),
            capacity=self._capacity,
            day=day,
            periods=list(dict.fromkeys(period(each.first_day, each.last_day) for each in approved)),
        )

    def _nearest(self, typed: str, *, day: date | None) -> str | None:
        """The registered person whose name is most like what was typed, a family name alone included."""
        key = spoken_key(typed)
        here = {name: each for name, many in self._by_key.items() for each in many if day is None or _is_valid(each, day)}
        ending = {each.person_id: each for name, each in here.items() if name.endswith(f" {key}")}
        if len(ending) == 1:
            return written_name(next(iter(ending.values())))
        close = difflib.get_close_matches(key, here, n=1, cutoff=0.6)
        return written_name(here[close[0]]) if close else None


def written_name(person: Registration) -> str:
    """Initials and family name: `R. Postma`."""
    letters = person.initials or "".join(f"{letter.upper()}." for letter in initials_of(person.given_name))
    return f"{letters} {person.family_name}"


def full_name(person: Registration) -> str:
    """Given name and family name."""
    return f"{person.given_name} {person.family_name}"


def taught(candidate: Candidate, examiner: Registration, *, day: date, look_back_months: int) -> Read[None]:
    """Nobody examines whom they taught, within the look-back after the last day of teaching; the fault names the end."""
    lessons = [each for each in candidate.taught_by if each.person_id == examiner.person_id and each.first_day <= day]
    if not lessons:
        return _FREE
    name, whom = written_name(examiner), f"{candidate.given_name} {candidate.family_name}"
    if any(each.last_day is None for each in lessons):
        return fault("examiner-teaches", name=name, candidate=whom)
    last = max((each.last_day for each in lessons if each.last_day is not None), default=None)
    if last is None or day >= (lapses := add_months(last, look_back_months)):
        return _FREE
    return fault("examiner-taught", name=name, candidate=whom, last_day=last, lapses=lapses)


def _is_valid(registration: Registration, day: date) -> bool:
    return registration.first_day <= day and (registration.last_day is None or day <= registration.last_day)


def period(first: date, last: date | None) -> Text:
    """From a day, through a last day where there is one, in words."""
    if last is None:
        return Text(f"vanaf {first:%d-%m-%Y}", f"from {first:%d-%m-%Y}")
    return Text(f"van {first:%d-%m-%Y} tot en met {last:%d-%m-%Y}", f"from {first:%d-%m-%Y} through {last:%d-%m-%Y}")
