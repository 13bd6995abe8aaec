"""Files of one person: a person finds that two numbers are of one human being, and may find that they are not.

Nothing moves: both files stay as they are, and whoever asks for one is given all of them. A merge decides nothing about
certificates.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.numbering import read_candidate_number
from registry.people import service as people
from registry.people.errors import MergedAlready, MergeUndone, OneFile, OthersCountAsIt, TwoCertificates, UnknownFile
from registry.people.schemas import MergeAdvisers, MergeOut
from registry.people.tables import Adviser, AdviserMerge
from registry.permissions import Actor, Permission
from registry.transactions import transaction
from registry.work import queue

ACT = "people.merged"
"""The name under which it is queued to see what follows from a merge that was made or undone."""

_ASKED_ONE_BY_ONE = 1_000
_ONE_CERTIFICATE = "adviser_merge_has_one_certificate"


async def same_as(advisers: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Every file that is of the same person as the given one, itself included; an undone merge does not count."""
    wanted = set(advisers)
    main_of = {row["duplicate"]: row["counts_as"] for row in await _standing(wanted)}
    files: dict[UUID, set[UUID]] = {}
    for duplicate, main in main_of.items():
        files.setdefault(main, {main}).add(duplicate)
    return {each: frozenset(files.get(main_of.get(each, each), {each})) for each in wanted}


async def main_files(advisers: Iterable[UUID]) -> dict[UUID, UUID]:
    """The file that each file counts as: itself, unless it was merged."""
    wanted = set(advisers)
    main_of = {row["duplicate"]: row["counts_as"] for row in await _standing(wanted)}
    return {each: main_of.get(each, each) for each in wanted}


async def same_person_as(person: UUID) -> frozenset[UUID]:
    """Every record of this human being: those whose files are of the same person, and the given one."""
    own = await Adviser.select(Adviser.id).where(Adviser.person == person).first()
    if own is None:
        return frozenset({person})
    files = (await same_as([own["id"]]))[own["id"]]
    return frozenset((await people.persons_of(files)).values())


async def _standing(wanted: set[UUID]) -> list[dict[str, UUID]]:
    """The merges not undone that touch these files, and those into the same files; all of them where many are asked."""
    if not wanted:
        return []
    query = AdviserMerge.select(AdviserMerge.duplicate, AdviserMerge.counts_as).where(AdviserMerge.undone_at.is_null())
    if len(wanted) <= _ASKED_ONE_BY_ONE:
        asked = list(wanted)
        mains = AdviserMerge.select(AdviserMerge.counts_as).where(
            AdviserMerge.undone_at.is_null(), AdviserMerge.duplicate.is_in(asked)
        )
        query = query.where((AdviserMerge.counts_as.is_in(asked)) | (AdviserMerge.counts_as.is_in(mains)))
    rows: list[dict[str, UUID]] = await query
    return rows


async def merge(command: MergeAdvisers, *, actor: Actor, now: datetime) -> UUID:
    """The duplicate counts as the other file from now on; both stay as they are.

    Raises UnknownFile, OneFile, MergedAlready, OthersCountAsIt, TwoCertificates, Invalid for what is no number.
    """
    actor.must(Permission.MERGE_PERSONS)
    duplicate = await _file(command.duplicate, field="duplicate")
    counts_as = await _file(command.counts_as, field="countsAs")
    if duplicate.id == counts_as.id:
        raise OneFile(number=duplicate.candidate_number)
    made = AdviserMerge(duplicate=duplicate.id, counts_as=counts_as.id, merged_by=actor.account, merged_at=now)
    numbers = {"duplicate": duplicate.candidate_number, "counts_as": counts_as.candidate_number}
    try:
        async with transaction() as connection:
            await people.lock_all([duplicate.id, counts_as.id], connection=connection)
            await _check_no_chain(duplicate, counts_as)
            await AdviserMerge.insert(made)
            facts = {"duplicate": numbers["duplicate"], "countsAs": numbers["counts_as"]}
            await audit.record(Action.ADVISERS_MERGED, made.id, actor=actor, at=now, facts=facts)
            await queue.enqueue(ACT, made.id, connection=connection)
    except asyncpg.CheckViolationError as error:
        if getattr(error, "constraint_name", "") == _ONE_CERTIFICATE:
            raise TwoCertificates(**numbers) from error
        raise
    return made.id


async def _file(number: str, *, field: str) -> Adviser:
    try:
        read = read_candidate_number(number)
    except Invalid as error:
        raise Invalid([Fault(field, fault.text, fault.facts) for fault in error.faults]) from error
    found = await Adviser.objects().where(Adviser.candidate_number == read).first()
    if found is None:
        raise UnknownFile(number=read)
    return found


async def _check_no_chain(duplicate: Adviser, counts_as: Adviser) -> None:
    rows = await AdviserMerge.select(
        AdviserMerge.duplicate,
        AdviserMerge.counts_as,
        AdviserMerge.duplicate.candidate_number.as_alias("number"),
        AdviserMerge.counts_as.candidate_number.as_alias("main_number"),
    ).where(
        AdviserMerge.undone_at.is_null(),
        (AdviserMerge.duplicate.is_in([duplicate.id, counts_as.id])) | (AdviserMerge.counts_as == duplicate.id),
    )
    for row in rows:
        if row["duplicate"] in (duplicate.id, counts_as.id):
            raise MergedAlready(number=row["number"], counts_as=row["main_number"])
    if rows:
        raise OthersCountAsIt(number=duplicate.candidate_number, others=sorted(row["number"] for row in rows))


async def undo(merge_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The two files are of two persons again, exactly as they were before the merge. Raises NotFound, MergeUndone."""
    actor.must(Permission.MERGE_PERSONS)
    async with transaction() as connection:
        held = await AdviserMerge.select().where(AdviserMerge.id == merge_id).first()
        if held is None:
            raise NotFound
        await people.lock_all([held["duplicate"], held["counts_as"]], connection=connection)
        undone = (
            await AdviserMerge.update({AdviserMerge.undone_by: actor.account, AdviserMerge.undone_at: now})
            .where(AdviserMerge.id == merge_id, AdviserMerge.undone_at.is_null())
            .returning(AdviserMerge.id)
        )
        if not undone:
            raise MergeUndone
        await audit.record(Action.ADVISERS_MERGE_UNDONE, merge_id, actor=actor, at=now)
        await queue.enqueue(ACT, merge_id, connection=connection)


async def merges(actor: Actor) -> list[MergeOut]:
    """Every merge that was ever made, newest first."""
    actor.must(Permission.MERGE_PERSONS)
    rows = await AdviserMerge.select(
        *AdviserMerge.all_columns(),
        AdviserMerge.duplicate.candidate_number.as_alias("number"),
        AdviserMerge.duplicate.person.as_alias("person"),
        AdviserMerge.counts_as.candidate_number.as_alias("main_number"),
        AdviserMerge.counts_as.person.as_alias("main_person"),
    ).order_by(AdviserMerge.merged_at, ascending=False)
    names = await people.names_of(row[key] for row in rows for key in ("person", "main_person"))
    return [
        MergeOut(
            id=row["id"],
            duplicate=row["number"],
            duplicate_name=str(names[row["person"]]) if row["person"] in names else None,
            counts_as=row["main_number"],
            counts_as_name=str(names[row["main_person"]]) if row["main_person"] in names else None,
            merged_at=row["merged_at"],
            undone_at=row["undone_at"],
        )
        for row in rows
    ]
