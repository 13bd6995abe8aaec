"""What is told of work that waits, and in which order."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from config.waiting import KINDS
from registry.accounts.work import Card
from registry.home.rules import Dated, Found, Kind, as_one_may, in_order, is_for, parts_of, told_once, wait_of
from registry.permissions import ROLES, Actor, Grant, Permission, Role
from registry.texts import Language, Text

TODAY = date(2026, 11, 20)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WORDS, OTHERWISE = Text("woorden", "words"), Text("anders", "otherwise")


def kind(code: str, dated: Dated = Dated.SINCE, *, role: Role = Role.CERTIFIER, one: str | None = None) -> Kind:
    """A kind of work."""
    return Kind(code, role, Permission.DECIDE_DOSSIERS, WORDS, WORDS, WORDS, "/lijst?stand=x", "", dated, one)


def holder(*grants: Grant) -> Actor:
    """Somebody with these roles."""
    return Actor(account=None, person=None, name="Iemand", grants=grants)


def test_nothing_is_no_wait() -> None:
    """Where nothing waits nothing is told, and the kind is named among what is done."""
    assert wait_of(kind("a"), Found(0, None, None), TODAY) is None
    [part] = parts_of([(kind("a"), Found(0, None, None))], TODAY)
    assert (part.waits, [each.code for each in part.done]) == ((), ["a"])


def test_one_alone_is_led_to_at_once() -> None:
    """A single one has a page of its own; more are a list with its filter set."""
    alone = kind("a", one="/een/{subject}")
    for number, path in ((1, "/een/s"), (2, "/lijst?stand=x")):
        wait = wait_of(alone, Found(number, TODAY, "s"), TODAY)
        assert wait is not None
        assert wait.path == path
    plain = wait_of(kind("a"), Found(1, TODAY, "s"), TODAY)
    assert plain is not None
    assert plain.path == "/lijst?stand=x"


@pytest.mark.parametrize(
    ("dated", "day", "told"),
    [
        pytest.param(Dated.BY, YESTERDAY, "Te laat: de eerste termijn was 19 november 2026.", id="missed the day after"),
        pytest.param(Dated.BY, TODAY, "Doe het eerste uiterlijk op 20 november 2026.", id="a term holds through its day"),
        pytest.param(Dated.SINCE, YESTERDAY, "De oudste wacht sinds 19 november 2026.", id="what waits since is never late"),
        pytest.param(Dated.ENDS, YESTERDAY, "Het eerste eindigt op 19 november 2026.", id="what ends is no term of ours"),
    ],
)
def test_what_is_said_of_the_day(dated: Dated, day: date, told: str) -> None:
    """Since when, by when, or when it ends; a term that was missed is said as such."""
    wait = wait_of(kind("a", dated), Found(3, day, None), TODAY)
    assert wait is not None
    assert wait.when is not None
    text, said = wait.when
    assert text.say(Language.NL, day=said) == told


def test_what_has_no_day_says_none() -> None:
    """An adviser without availability waits since no day."""
    wait = wait_of(kind("a"), Found(1, None, None), TODAY)
    assert wait is not None
    assert wait.when is None


def test_the_order_of_work() -> None:
    """What is late, then what has a term by its day, then what waits longest."""
    found = {
        "oldest": (Dated.SINCE, YESTERDAY - timedelta(days=9)),
        "term": (Dated.BY, TOMORROW),
        "late": (Dated.BY, YESTERDAY),
        "newest": (Dated.SINCE, TODAY),
        "ends": (Dated.ENDS, TOMORROW + timedelta(days=1)),
    }
    waits = [wait_of(kind(code, dated), Found(1, day, None), TODAY) for code, (dated, day) in found.items()]
    assert [wait.kind.code for wait in in_order(wait for wait in waits if wait)] == ["late", "term", "ends", "oldest", "newest"]


def test_whoever_has_two_roles_sees_both_parts() -> None:
    """Each role has its own part; a role without kinds has none."""
    found = [(kind("a", role=role), Found(1, TODAY, None)) for role in (Role.ADVISER, Role.PROVIDER)]
    assert [part.role for part in parts_of(found, TODAY)] == [Role.PROVIDER, Role.ADVISER]


def test_a_kind_is_of_one_role_and_its_permission() -> None:
    """Not of another role, nor of a key whose scopes leave the permission out."""
    own = Grant(Role.CERTIFIER, None)
    assert is_for(kind("a"), holder(own))
    assert not is_for(kind("a"), holder(Grant(Role.AUDITOR, None)))
    assert not is_for(kind("a"), holder(Grant(Role.CERTIFIER, None, frozenset({Permission.READ_DOSSIERS}))))


def test_every_kind_can_be_somebodys() -> None:
    """The role of each kind gives its permission, codes are all different, and everyone who works here has a kind."""
    assert all(each.permission in ROLES[each.role] for each in KINDS)
    assert len({each.code for each in KINDS}) == len(KINDS)
    assert {each.role for each in KINDS} == set(Role)


@pytest.mark.parametrize("number", [0, 3])
def test_nothing_is_counted_twice(number: int) -> None:
    """A card that leads to a list of which is told what waits, or that nothing does, tells no number; any other does."""
    parts = parts_of([(kind("a"), Found(number, TODAY, "s"))], TODAY)
    cards = [Card(OTHERWISE, path, WORDS, number, WORDS) for path in ("/lijst", "/lijst?stand=y", "/elders")]
    assert [card.count for card in told_once(cards, parts)] == [None, None, number]


def test_no_task_is_told_twice() -> None:
    """What waits is not offered again: not the same task, though one alone is led to at once; nor the same part of a list."""
    whole = replace(kind("b"), path="/alles")
    parts = parts_of([(kind("a", one="/een/{subject}"), Found(1, TODAY, "s")), (whole, Found(2, TODAY, "s"))], TODAY)
    told = [Card(WORDS, "/lijst?stand=x", WORDS), Card(OTHERWISE, "/lijst?stand=x", WORDS), Card(WORDS, "/alles", WORDS)]
    others = [Card(WORDS, "/elders", WORDS), Card(OTHERWISE, "/lijst", WORDS), Card(OTHERWISE, "/alles", WORDS)]
    assert told_once([*told, *others], parts) == others
    nothing = parts_of([(kind("a"), Found(0, None, None))], TODAY)
    assert told_once(told, nothing) == told


def test_a_card_that_knows_that_less_is_this_persons_to_do_tells_how_much() -> None:
    """Three wait in the list, of which one is for them: that is told where the three are."""
    parts = parts_of([(kind("a"), Found(3, TODAY, "s"))], TODAY)

    def own(number: int, title: Text = WORDS) -> int | None:
        [part] = as_one_may(parts, [Card(title, "/lijst?stand=x", WORDS, number, WORDS)])
        return part.waits[0].own

    assert [own(0), own(1), own(3), own(4)] == [0, 1, None, None]
    assert own(1, OTHERWISE) is None


def test_a_list_that_holds_more_than_waits_tells_its_number() -> None:
    """Nothing waits for this person, but the list is not empty."""
    parts = parts_of([(kind("a"), Found(0, None, None))], TODAY)
    assert [card.count for card in told_once([Card(WORDS, "/lijst", WORDS, 3, WORDS)], parts)] == [3]


def test_every_kind_is_made_to_wait_in_a_test() -> None:
    """By what people do; a kind that no test names may find nothing, or what is not there."""
    tests = Path(__file__).parents[2]
    written = "".join(
        path.read_text() for folder in ("registry/home", "exams/home") for path in (tests / folder).glob("test_*.py")
    )
    assert [each.code for each in KINDS if f'"{each.code}"' not in written] == []
