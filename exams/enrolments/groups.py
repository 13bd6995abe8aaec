"""Which rows of a file are about one person: of one number, or of one name; and the name that stands in a row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from exams.cells.findings import Problem
from exams.cells.names import folded
from exams.enrolments.headings import TITLES, Field
from exams.enrolments.rows import Draft, Journal
from exams.enrolments.trainers_named import family_of
from registry.people.rules import Name, is_prefix, same_email_key, same_name_key


@dataclass(slots=True)
class Group:
    """The rows about one person: of one number, or without a number of one name and no two e-mail addresses."""

    number: str | None
    name: Name | None
    email: str | None
    drafts: list[Draft] = field(default_factory=list)


def grouped(drafts: Sequence[Draft], journal: Journal) -> tuple[list[Group], list[Draft]]:
    """The rows by person, in the order of the file; and the rows of which it is not clear about whom they are."""
    groups: list[Group] = []
    by_number: dict[str, Group] = {}
    by_name: defaultdict[tuple[str, str], list[Group]] = defaultdict(list)
    nameless: list[Draft] = []
    for draft in drafts:
        number, name, email = draft.text(Field.NUMBER), _name(draft, journal), draft.text(Field.EMAIL)
        if Field.NUMBER in draft.broken or name is None:
            nameless.append(draft)
            continue
        key = (folded(name.given), folded(family_of(name)))
        same = [by_number[number]] if number in by_number else [] if number else [g for g in by_name[key] if _one(g, email)]
        group = same[0] if same else Group(number, name, email)
        if not same:
            groups.append(group)
            if number:
                by_number[number] = group
            else:
                by_name[key].append(group)
        group.email = group.email or email
        group.drafts.append(draft)
    return groups, nameless


def _one(group: Group, email: str | None) -> bool:
    return group.email is None or email is None or same_email_key(group.email) == same_email_key(email)


def _name(draft: Draft, journal: Journal) -> Name | None:
    """The name in a row; None, and a fault, where part of it is missing. Who has a number needs no given name."""
    missing = [name for name in (Field.GIVEN_NAME, Field.FAMILY_NAME) if draft.lacks(name)]
    if draft.text(Field.NUMBER) is not None and Field.GIVEN_NAME in missing:
        missing.remove(Field.GIVEN_NAME)
    for each in missing:
        journal.fault(draft.row, each, Problem("missing", {"field": TITLES[each]}))
    family = draft.text(Field.FAMILY_NAME)
    if missing or family is None or draft.broken & {Field.GIVEN_NAME, Field.PREFIX}:
        return None
    prefix, family = _split(draft, family, journal)
    return Name(draft.text(Field.GIVEN_NAME) or "", prefix, family)


def _split(draft: Draft, family: str, journal: Journal) -> tuple[str | None, str]:
    """A prefix that was typed into the family name, before it or after a comma, is taken as the prefix."""
    prefix = draft.text(Field.PREFIX)
    if prefix is not None:
        return prefix, family
    own, comma, after = family.partition(",")
    words = [*after.split(), *own.split()] if comma else family.split()
    count = next((place for place, word in enumerate(words) if not is_prefix(word) or word != word.lower()), 0)
    if count == 0:
        return None, family
    typed, prefix, family = family, " ".join(words[:count]), " ".join(words[count:])
    facts = {"typed": typed, "prefix": prefix, "family": family}
    journal.notice(draft.row, Field.FAMILY_NAME, Problem("prefix-split", facts))
    return prefix, family


def typed_name(draft: Draft, known: Name) -> Name:
    """The name in a row; what was not typed is as known."""
    given = draft.text(Field.GIVEN_NAME) or known.given
    return Name(given, draft.text(Field.PREFIX), draft.text(Field.FAMILY_NAME) or known.family)


def fits(draft: Draft, known: Name) -> bool:
    """The names in a row are those known, beyond accents, case and prefix; also as `Meer, van der`."""
    typed = typed_name(draft, known)
    family, comma, prefix = typed.family.partition(",")
    if comma:
        typed = Name(typed.given, prefix.strip(), family.strip())
    return same_name_key(typed) == same_name_key(known)
