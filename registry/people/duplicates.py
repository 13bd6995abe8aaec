"""Who may be the same human being: files with the same name but for accents, case and prefix, or the same work e-mail.

Whether they are one person is for a person to say; nothing here decides it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.people import merging
from registry.people.names import persons_of
from registry.people.rules import Name, same_email_key, same_name_key
from registry.people.schemas import FileOut, PossibleDuplicateOut
from registry.permissions import Actor, Permission
from registry.personal_data import access
from registry.transactions import Connection, fetch

_FILES = """
SELECT adviser.id AS adviser, candidate_number, adviser.recorded_at, given_name, family_prefix, family_name, work_email
FROM adviser JOIN person ON person.id = adviser.person WHERE erased_at IS NULL
"""
_NEW_FILES = 7_317_001
"""The advisory lock under which new files are opened, so that one person does not get two at once."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file whose person has a name."""

    adviser: UUID
    number: str
    name: Name
    email: str | None
    recorded_at: datetime


class Everyone:
    """Every file whose person has a name, to be found by what two files of one human being have in common."""

    def __init__(self, files: list[Listed]) -> None:
        self.files = {each.adviser: each for each in files}
        self.by_number = {each.number: each for each in files}
        self._by_name: defaultdict[str, list[Listed]] = defaultdict(list)
        self._by_email: defaultdict[str, list[Listed]] = defaultdict(list)
        for each in files:
            self._by_name[same_name_key(each.name)].append(each)
            if each.email is not None:
                self._by_email[same_email_key(each.email)].append(each)

    def like(self, name: Name, email: str | None) -> list[Listed]:
        """The files that may be of someone of that name or e-mail, by number."""
        found = {each.adviser: each for each in self._by_name.get(same_name_key(name), ())}
        if email is not None:
            found |= {each.adviser: each for each in self._by_email.get(same_email_key(email), ())}
        return sorted(found.values(), key=lambda each: each.number)

    def groups(self) -> Iterator[list[Listed]]:
        """Files with one name or one e-mail, where there are several."""
        for held in (*self._by_name.values(), *self._by_email.values()):
            if len(held) > 1:
                yield held


async def everyone() -> Everyone:
    """All files of people who were not erased, as they are now."""
    rows = await fetch(_FILES)
    return Everyone(
        [
            Listed(
                adviser=row["adviser"],
                number=row["candidate_number"],
                name=Name(row["given_name"], row["family_prefix"], row["family_name"]),
                email=row["work_email"],
                recorded_at=row["recorded_at"],
            )
            for row in rows
        ],
    )


async def persons_like(name: Name, email: str | None) -> frozenset[UUID]:
    """Everyone the registry knows, with a file or without, who may be the person of that name or e-mail."""
    rows = await fetch("SELECT id, given_name, family_prefix, family_name, work_email FROM person WHERE erased_at IS NULL")
    name_key, email_key = same_name_key(name), same_email_key(email) if email is not None else None
    return frozenset(
        row["id"]
        for row in rows
        if same_name_key(Name(row["given_name"], row["family_prefix"], row["family_name"])) == name_key
        or (email_key is not None and row["work_email"] is not None and same_email_key(row["work_email"]) == email_key)
    )


async def queue_for_new_files(connection: Connection) -> None:
    """Whoever opens a file for someone new waits here for rivals, until the transaction ends."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", _NEW_FILES)


async def possible_duplicates(actor: Actor) -> list[PossibleDuplicateOut]:
    """Pairs of files that may be of one human being and are not merged; the older file first, in order of numbers."""
    actor.must(Permission.MERGE_PERSONS)
    known = await everyone()
    groups = list(known.groups())
    main_of = await merging.main_files(each.adviser for group in groups for each in group)
    pairs: dict[tuple[str, str], PossibleDuplicateOut] = {}
    shown: set[UUID] = set()
    for group in groups:
        oldest, *others = sorted(group, key=lambda each: (each.recorded_at, each.number))
        for other in others:
            if main_of[oldest.adviser] != main_of[other.adviser]:
                pairs.setdefault((oldest.number, other.number), _pair(oldest, other))
                shown |= {oldest.adviser, other.adviser}
    access.noted((await persons_of(shown)).values())
    return [pairs[numbers] for numbers in sorted(pairs)]


def _pair(older: Listed, newer: Listed) -> PossibleDuplicateOut:
    same_email = (
        older.email is not None and newer.email is not None and same_email_key(older.email) == same_email_key(newer.email)
    )
    return PossibleDuplicateOut(
        older=_out(older),
        newer=_out(newer),
        same_name=same_name_key(older.name) == same_name_key(newer.name),
        same_email=same_email,
    )


def _out(listed: Listed) -> FileOut:
    return FileOut(
        candidate_number=listed.number, name=str(listed.name), work_email=listed.email, recorded_at=listed.recorded_at
    )
