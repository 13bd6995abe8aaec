"""What addresses of past lists ask, and every way in which they are refused."""

from datetime import UTC, date, datetime

import pytest

from public_list.past import asking
from public_list.past.rules import Moment
from registry.errors import Invalid

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
YESTERDAY = date(2026, 11, 21)
LAST_MIDNIGHT = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "moment"),
    [
        pytest.param("", Moment(YESTERDAY, LAST_MIDNIGHT), id="yesterday, as it was at its end"),
        pytest.param("dag=2026-07-03", Moment(date(2026, 7, 3), datetime(2026, 7, 3, 22, tzinfo=UTC)), id="a day as it was"),
        pytest.param("dag=22-11-2026", Moment(date(2026, 11, 22), LAST_MIDNIGHT), id="today, as known last midnight"),
        pytest.param("dag=9999-12-31", Moment(date(9999, 12, 31), LAST_MIDNIGHT), id="the last day there is"),
        pytest.param(
            "dag=2026-07-03&bekend-op=10-07-2026",
            Moment(date(2026, 7, 3), datetime(2026, 7, 10, 22, tzinfo=UTC)),
            id="known at the end of a day",
        ),
        pytest.param(
            "dag=2026-07-03&bekend-op=2026-11-22&tijd=13:00", Moment(date(2026, 7, 3), NOW), id="known at this very moment"
        ),
        pytest.param(
            "dag=&bekend-op=2026-03-29&tijd=02.30",
            Moment(YESTERDAY, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
            id="in the hour that the clock leaves out",
        ),
    ],
)
def test_which_list_people_ask(query: str, moment: Moment) -> None:
    """A day alone is its list as it was at its end; without anything it is yesterday's."""
    assert asking.of_people(query.encode(), now=NOW).right().moment == moment


@pytest.mark.parametrize(
    ("query", "moment"),
    [
        pytest.param("", Moment(YESTERDAY, LAST_MIDNIGHT), id="yesterday"),
        pytest.param(
            "validOn=2026-05-03&knownAt=2026-05-10T12:00:00%2B02:00",
            Moment(date(2026, 5, 3), datetime(2026, 5, 10, 10, tzinfo=UTC)),
            id="with an offset",
        ),
        pytest.param("validOn=2026-05-03&knownAt=2026-11-22T12:00:00Z", Moment(date(2026, 5, 3), NOW), id="now"),
    ],
)
def test_which_list_programs_ask(query: str, moment: Moment) -> None:
    """The same, in the words of the API."""
    assert asking.of_programs(query.encode(), now=NOW).right().moment == moment


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        (
            "dag=gisteren&bekend-op=2026-13-01&tijd=25:00&pagina=0&bestand=pdf",
            {"dag", "bekend-op", "tijd", "pagina", "bestand"},
        ),
        ("dag=0000-01-01", {"dag"}),
        ("dag=1999-12-31&bekend-op=1999-12-31", {"dag", "bekend-op"}),
        ("bekend-op=2026-11-22", {"bekend-op"}),
        ("bekend-op=9999-12-31", {"bekend-op"}),
        ("tijd=12:00", {"bekend-op"}),
        ("dag=2026-05-03&dag=2026-05-04", {"dag"}),
        ("naam=jan&dag=2026-05-03", {"naam"}),
        ("pagina=99999999", {"pagina"}),
        ("dag=%00", {"dag"}),
        ("dag=" + "1" * 10_000, {"dag"}),
        ("dag=%ff", {""}),
        ("&".join(["x=1"] * 50), {""}),
    ],
)
def test_what_is_wrong_in_an_address_is_all_told(query: str, fields: set[str]) -> None:
    """Each fault at its name, and never an error of ours."""
    with pytest.raises(Invalid) as refused:
        asking.of_people(query.encode(), now=NOW).right()
    assert {fault.field for fault in refused.value.faults} == fields


@pytest.mark.parametrize(
    "query",
    [
        "knownAt=2026-05-10",
        "knownAt=2026-05-10T12:00:00",
        "knownAt=9999-12-31T23:59:59-12:00",
        "knownAt=0001-01-01T00:00:00%2B12:00",
        "knownAt=1999-05-10T12:00:00Z",
        "knownAt=2026-11-22T12:00:01Z",
        "knownAt=2026-02-30T12:00:00Z",
        "validOn=3-5-2026",
        "validOn=2026-02-30",
        "page=-1",
        "dag=2026-05-03",
    ],
)
def test_what_programs_may_not_ask(query: str) -> None:
    """An instant without its offset, one that has yet to come, a name that is no name."""
    with pytest.raises(Invalid):
        asking.of_programs(query.encode(), now=NOW).right()


def test_a_list_has_one_address() -> None:
    """Read again it asks the same; the page of it is no part of it."""
    question = asking.of_people(b"dag=3-7-2026&bekend-op=2026-07-10&pagina=2", now=NOW).right()
    assert question.address == "dag=2026-07-03&bekend-op=2026-07-11&tijd=00%3A00"
    assert asking.of_people(question.address.encode(), now=NOW).right().moment == question.moment
