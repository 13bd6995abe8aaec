"""Taking back what an adviser stated last of their time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import httpx
import pytest

from registry.availability.rules import before_the_last
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.making import NOW

WHOLE, HALF = (Decimal(1),) * 5, (Decimal("0.5"),) * 5
JANUARY, MARCH, JUNE = date(2027, 1, 1), date(2027, 3, 1), date(2027, 6, 1)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement."""

    first_day: date
    last_day: date | None
    days: tuple[Decimal, ...] = HALF


@pytest.mark.parametrize(
    ("earlier", "before"),
    [
        pytest.param([], WHOLE, id="nothing was stated: whole days"),
        pytest.param([Said(JANUARY, date(2027, 2, 28))], WHOLE, id="another period was stated"),
        pytest.param([Said(JANUARY, None)], HALF, id="an earlier statement without an end"),
        pytest.param([Said(MARCH, JUNE), Said(JANUARY, None, WHOLE)], HALF, id="of two the later one"),
        pytest.param([Said(JANUARY, MARCH)], None, id="an earlier statement for some of the days"),
        pytest.param([Said(date(2027, 4, 1), None), Said(JANUARY, None)], None, id="several things counted"),
    ],
)
def test_what_counted_before(earlier: list[Said], before: tuple[Decimal, ...] | None) -> None:
    """It can be stated again where one statement says it."""
    assert before_the_last([Said(MARCH, JUNE, (Decimal(0),) * 5), *earlier]) == before


async def test_it_is_offered_with_the_news(client: httpx.AsyncClient, clock: Clock) -> None:
    """A form that states again what counted; not without news, nor where one statement cannot say it."""
    clock.now = NOW
    own = await browser(client, (await making.candidate()).actor)
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "0,5")
    stated = await own.post("/mijn-beschikbaarheid", {"firstDay": "2027-01-01", "lastDay": "2027-03-01", **week})
    assert stated == "/mijn-beschikbaarheid?gedaan=opgegeven"
    page = await own.get(stated)
    form = page[page.index("Uw beschikbaarheid is opgeslagen.") : page.index("Maak ongedaan")]
    assert 'name="firstDay" value="2027-01-01"' in form
    assert 'name="monday" value="1"' in form
    assert "Undo" in await own.get("/en/mijn-beschikbaarheid?gedaan=opgegeven")
    assert "Maak ongedaan" not in await own.get("/mijn-beschikbaarheid")
    await own.post("/mijn-beschikbaarheid", {"firstDay": "2027-02-01", "lastDay": "", **week})
    assert "Maak ongedaan" not in await own.get("/mijn-beschikbaarheid?gedaan=opgegeven")
