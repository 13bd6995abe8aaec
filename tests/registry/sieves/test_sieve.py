"""What comes through a sieve: what was chosen of what it was given, in the order that was, a page at a time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from registry.admittance import overseeing as accounts
from registry.dossiers import finding as dossiers
from registry.engagements import seeking as bookings
from registry.errors import Invalid
from registry.exports.paging import Page
from registry.intakes import finding as intakes
from registry.measures import finding as certificates
from registry.messages import finding as messages
from registry.organisations import finding as organisations
from registry.sieves import offer, sieve
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.sieves.offer import Columns, Offer
from registry.sieves.sieve import EVERYTHING, Order, Sieve, Sifted, Stand
from registry.texts import Language, Text
from registry.watches import seeking as watches

NAME = Text("Op naam", "By name")
MIDNIGHT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
"""In Amsterdam it is 21 November."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list."""

    name: str | None
    at: datetime | None
    waits: bool = True


BO, EMRE, NOBODY, AN = (
    Row("Bo", MIDNIGHT),
    Row("Émre", MIDNIGHT - timedelta(days=1)),
    Row(None, None),
    Row("An", MIDNIGHT - timedelta(days=2), waits=False),
)
ROWS = (BO, EMRE, NOBODY, AN)
LIST: Sieve[Row] = Sieve(
    words=lambda row: (row.name,),
    orders={
        "nieuwste": Order(Text("Nieuwste", "Newest"), lambda row: row.at, descending=True),
        "naam": Order(NAME, lambda row: row.name),
        "naam-omgekeerd": Order(NAME, lambda row: row.name, descending=True),
        "stand": Order(NAME, lambda row: row.waits),
    },
    stands={
        "": Stand(Text("Wat wacht", "What waits"), lambda row: row.waits),
        "af": Stand(Text("Wat af is", "What is done"), lambda row: not row.waits),
        "alles": EVERYTHING,
    },
    day=lambda row: row.at,
)


def sifted(choice: Choice) -> Sifted[Row]:
    """What comes through of the four rows."""
    return LIST.sift(ROWS, choice, Language.NL)


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        pytest.param(NOTHING_CHOSEN, [BO, EMRE, NOBODY], id="the usual stand and order when nobody chose"),
        pytest.param(Choice(stand="onzin", order="onzin"), [BO, EMRE, NOBODY], id="what is no stand or order chooses nothing"),
        pytest.param(Choice(stand="af"), [AN], id="those that stand so"),
        pytest.param(Choice(words="EMRE"), [EMRE], id="words without regard to accents and case"),
        pytest.param(Choice(words="niemand"), [], id="words that are nowhere"),
        pytest.param(Choice(since="2026-11-21"), [BO], id="from a day on, as it is in Amsterdam"),
        pytest.param(Choice(until="2026-11-20"), [EMRE], id="through a day, which is in it"),
        pytest.param(Choice(since="21-11-2026"), [BO], id="a day as people type it"),
        pytest.param(Choice(until="20 november 2026"), [EMRE], id="or in words"),
        pytest.param(Choice(since="20 november"), [], id="what is no day is told, and nothing is found by it"),
        pytest.param(Choice(words="x" * 101), [], id="nor by more words than are sought"),
        pytest.param(Choice(stand="alles", order="naam"), [AN, BO, EMRE, NOBODY], id="by name, those without one last"),
        pytest.param(Choice(stand="alles", order="naam-omgekeerd"), [EMRE, BO, AN, NOBODY], id="last in either direction"),
        pytest.param(Choice(stand="alles", order="stand"), [AN, BO, EMRE, NOBODY], id="equal ones as they were read"),
    ],
)
def test_what_comes_through(choice: Choice, found: list[Row]) -> None:
    """Every filter leaves out; none of them adds."""
    assert sifted(choice).rows == found


def test_a_list_is_shown_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the last page is the last; a file has every row."""
    monkeypatch.setattr(sieve, "PAGE", 2)
    pages = [sifted(Choice(page=page)) for page in (1, 2, 9)]
    assert [list(each.shown) for each in pages] == [[BO, EMRE], [NOBODY], [NOBODY]]
    assert [(each.number, each.pages, each.count, len(each.rows)) for each in pages] == [
        (1, 2, 3, 3),
        (2, 2, 3, 3),
        (2, 2, 3, 3),
    ]
    empty = LIST.sift([], NOTHING_CHOSEN, Language.NL)
    assert (empty.number, empty.pages, empty.count, empty.is_chosen) == (1, 1, 0, False)


def test_the_address_has_what_was_chosen_and_nothing_else() -> None:
    """So that it can be kept; the page is not of the choice."""
    kept = sifted(Choice("af", "jan", "2026-01-01", "", "naam", 3, {"traject": "basis", "leeg": ""})).chosen
    assert kept.address == "?traject=basis&stand=af&zoek=jan&van=2026-01-01&volgorde=naam"
    assert kept.unordered == "?traject=basis&stand=af&zoek=jan&van=2026-01-01"
    assert sifted(Choice(order="naam")).is_chosen is False


def test_a_file_says_by_what_it_was_chosen() -> None:
    """In the order of the form; where nothing was chosen it says so."""
    told = [(fact.en, str(value)) for fact, value in LIST.offer.stamped(Choice(stand="af", since="2026-01-02", order="naam"))]
    assert [fact for fact, _ in told] == ["State", "Words", "From day", "Through day", "Order"]
    stamped = dict(LIST.offer.stamped(Choice(stand="af", since="2026-01-02", order="naam")))
    assert stamped[offer.STATE] == Text("Wat af is", "What is done")
    assert stamped[offer.FROM] == date(2026, 1, 2)
    assert stamped[offer.ORDERED] == NAME


def test_what_was_typed_wrong_is_told_at_its_field() -> None:
    """Both days and the words at once, each as it was typed; no file is made of it."""
    wrong = Choice(words="x" * 101, since="gisteren", until="31-2-2027")
    seen = sifted(wrong)
    assert set(seen.wrong) == {"zoek", "van", "tot"}
    assert seen.wrong["van"] == "Vul een datum in, zoals 05-03-2027."
    assert seen.wrong["zoek"] == "Schrijf hooguit 100 tekens."
    assert (seen.chosen.since, seen.chosen.until, seen.chosen.words) == ("gisteren", "31-2-2027", "x" * 101)
    assert (seen.count, list(seen.shown), seen.pages, seen.is_chosen) == (0, [], 1, True)
    with pytest.raises(Invalid) as refused:
        _ = seen.stamped
    assert [fault.field for fault in refused.value.faults] == ["zoek", "van", "tot"]
    with pytest.raises(Invalid):
        LIST.offer.stamped(wrong)


def test_a_page_that_was_sought_already_shows_nothing_of_a_wrong_choice() -> None:
    """Whatever its reader found without the day that is none."""
    found = LIST.offer.around(Page([BO, AN], 1, 2, 51), Choice(since="gisteren"), Language.EN)
    assert (list(found.shown), found.count, found.pages) == ([], 0, 1)
    assert found.wrong == {"van": "Enter a date, such as 05-03-2027."}


def test_a_list_without_days_takes_none() -> None:
    """What stands in the address is no fault there, and is not kept."""
    undated = Offer(orders={"naam": Columns(NAME, "name, id")})
    found = undated.around(Page([BO], 1, 1, 1), Choice(since="gisteren"), Language.NL)
    assert (list(found.shown), found.wrong, found.chosen.since) == ([BO], {}, "")


def test_a_day_is_kept_as_a_browser_sends_it() -> None:
    """So that the field shows it, and one choice has one address."""
    assert sifted(Choice(since="5-3-2027", until="6 maart 2027")).chosen.address == "?van=2027-03-05&tot=2027-03-06"


@pytest.mark.parametrize(
    "of_list",
    [
        pytest.param(intakes.INTAKES, id="intakes"),
        pytest.param(messages.MESSAGES, id="messages"),
        pytest.param(watches.WATCHES, id="what is followed"),
        pytest.param(dossiers.DOSSIERS, id="dossiers"),
        pytest.param(certificates.CERTIFICATES, id="certificates"),
        pytest.param(bookings.BOOKINGS, id="bookings"),
        pytest.param(accounts.ACCOUNTS, id="accounts"),
        pytest.param(organisations.ORGANISATIONS, id="organisations"),
    ],
)
def test_an_order_in_the_database_leaves_nothing_to_chance(of_list: Offer[Columns]) -> None:
    """Each ends with a key that no two rows share, so that no row is on two pages or on none."""
    ends = {order.columns.split(", ")[-1] for order in of_list.orders.values()}
    assert ends <= {"id", "id DESC", "number"}


@pytest.mark.parametrize(
    ("of_list", "stands", "orders"),
    [
        pytest.param(
            dossiers.DOSSIERS,
            "applied admitted not-admitted complete prepared granted refused abandoned",
            "oudste nieuwste naam langst",
            id="dossiers",
        ),
        pytest.param(
            certificates.CERTIFICATES,
            "void withdrawn superseded replaced expired suspended not-yet-valid valid",
            "nieuwste oudste naam einde",
            id="certificates",
        ),
        pytest.param(
            bookings.BOOKINGS,
            "te-beantwoorden met-dagen aangevraagd actief stilgezet afgerond geannuleerd afgewezen verlopen",
            "nieuwste oudste begin begin-laatste einde einde-laatste",
            id="bookings",
        ),
        pytest.param(
            accounts.ACCOUNTS,
            "active invited lapsed disabled erased",
            "naam naam-omgekeerd nieuwste oudste stand",
            id="accounts",
        ),
    ],
)
def test_addresses_that_were_kept_go_on_choosing_the_same(of_list: Offer[Columns], stands: str, orders: str) -> None:
    """Filters were saved with these codes before the lists had an offer; the first order was the usual one."""
    assert set(stands.split()) <= set(of_list.stands)
    usual, *others = orders.split()
    assert next(iter(of_list.orders)) == usual
    assert set(others) <= set(of_list.orders)
