"""Personal values and relations by the thousand: as many as a file has, in the order in which they were given."""

from datetime import date
from uuid import uuid4

import pytest

from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.impartiality.tables import Relation
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.personal_data.tables import PersonalValue
from registry.transactions import NoTransaction, current_connection, fetch, transaction
from tests.registry import making
from tests.registry.making import NOW

MORE_THAN_A_QUERY_TAKES = 33_000


async def test_many_values_are_kept_in_their_order(database: None) -> None:
    """Each under a salt of its own, also where many say the same; and all are found again at once."""
    person = await making.person()
    same = {"outcome": "passed"}
    values = [About(person, same if number % 2 else {"score": number}) for number in range(MORE_THAN_A_QUERY_TAKES)]
    async with transaction():
        kept = await personal_data.keep(values, at=NOW)
    assert len(set(kept)) == MORE_THAN_A_QUERY_TAKES
    said = await personal_data.reveal(kept)
    assert [said[commitment] for commitment in kept] == [about.value for about in values]
    salts = {row["salt"] for row in await PersonalValue.select(PersonalValue.salt)}
    assert len(salts) >= MORE_THAN_A_QUERY_TAKES


async def test_nothing_is_kept_of_nothing(database: None) -> None:
    """No value, no commitment, no question."""
    async with transaction():
        assert await personal_data.keep([], at=NOW) == []
    assert await personal_data.reveal([]) == {}


async def test_what_is_undone_keeps_nothing(database: None) -> None:
    """Values go in with the act that they belong to, or not at all."""
    person = await making.person()
    before = await PersonalValue.count()

    async def goes_wrong() -> None:
        async with transaction():
            await personal_data.keep([About(person, "x")], at=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await goes_wrong()
    with pytest.raises(NoTransaction):
        await personal_data.keep([About(person, "x")], at=NOW)
    assert await PersonalValue.count() == before


async def test_many_relations_of_which_some_are_known(database: None) -> None:
    """One origin counts once, whether it comes twice in one report or in two."""
    candidate, examiner = await making.candidate(), await making.person()
    day = date(2026, 9, 7)
    reported = [
        Reported(RelationKind.EXAMINED, examiner, candidate.adviser, day, day, origin=uuid4(), facts={"part": "GP"})
        for _ in range(5_000)
    ]
    for some in ([], reported[:3], [*reported, *reported[:10]]):
        async with transaction():
            await impartiality.report(some, now=NOW)
    assert await Relation.count() == len(reported)


async def test_reading_joins_the_transaction_that_is_open(database: None) -> None:
    """It sees what the transaction wrote; without one it reads what is committed, and there is no connection to write on."""
    count, who = "SELECT count(*) AS persons FROM person WHERE id = $1", uuid4()
    insert = "INSERT INTO person (id, given_name, family_name, recorded_at) VALUES ($1, 'An', 'Bos', $2)"
    async with transaction() as connection:
        assert current_connection() is connection
        await connection.execute(insert, who, NOW)
        assert (await fetch(count, who))[0]["persons"] == 1
    assert (await fetch(count, who))[0]["persons"] == 1
    with pytest.raises(NoTransaction):
        current_connection()
