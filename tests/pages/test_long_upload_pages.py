"""The pages of long files: what went wrong and what to do, what was chosen before, and taking back."""

from datetime import timedelta
from uuid import UUID

import pytest

from exams.results import work
from exams.results.doing import do
from exams.results.tables import UploadWork
from tests.pages.conftest import Browser, Town
from tests.pages.test_upload_pages import enrolled, keys, provider, row, send

__all__ = ("provider",)
FILLER = ["EA000101-45;van der Meer;GP;;;;"] * work.LONG


async def done(town: Town, upload: str) -> None:
    """The worker does what was asked for it."""
    town.clock.now += timedelta(minutes=1)
    latest = await work.newest(UUID(upload.rpartition("/")[2].partition("?")[0]))
    assert latest is not None
    await do(latest.id, now=town.clock.now)


async def sent(town: Town, browser: Browser, *lines: str) -> str:
    """A long file that was read; where its page is."""
    upload = await send(browser, *lines, *FILLER)
    assert "We lezen uw bestand" in await browser.get(upload)
    await done(town, upload)
    return upload


async def test_what_was_chosen_is_not_typed_again(town: Town, provider: Browser) -> None:
    """Refused in the background, the page says why, and what was ticked and typed before is still there."""
    number = await enrolled(town, "Ans")
    upload = await sent(town, provider, row(number), row(number, part="IM", score="130"), row(number, part="OA", score="131"))
    fields = {**keys(await provider.get(upload)), "place.1": "Utrecht", "conditions.1": "storing", "aside.3": "ja"}
    await provider.post(f"{upload}/aannemen", fields)
    await done(town, upload)
    page = await provider.get(upload)
    assert "Dit kon niet worden vastgelegd" in page
    assert "Aantal fouten: 1." in page
    assert 'value="Utrecht"' in page
    assert 'value="storing"' in page
    assert 'name="aside.3" type="checkbox" value="ja" checked' in page
    assert 'name="aside.4" type="checkbox" value="ja" checked' not in page
    await provider.post(f"{upload}/aannemen", fields | {"aside.4": "ja"})
    await done(town, upload)
    assert "Deze aanlevering is aangenomen" in await provider.get(upload)


async def test_what_failed_too_often_says_what_to_do(town: Town, provider: Browser) -> None:
    """The page does not wait for ever: it says that it did not work out, and offers to try again."""
    upload = await send(provider, row(await enrolled(town, "Bea")), *FILLER)
    await UploadWork.update({UploadWork.tries: work.TRIES}).where(UploadWork.ending.is_null())
    await done(town, upload)
    page = await provider.get(upload)
    assert "Er ging bij ons iets mis" in page
    assert "We hebben het 5 keer geprobeerd. Er is niets veranderd." in page
    assert "meld het dan aan de beheerder" in page
    assert "Werk deze pagina bij" not in page
    await provider.post(f"{upload}/opnieuw")
    assert "We lezen uw bestand" in await provider.get(upload)
    await done(town, upload)
    assert "1 nieuwe uitslag wordt vastgelegd." in await provider.get(upload)


@pytest.mark.parametrize(("ended", "name"), [("done", "Coen"), ("cancelled", "Daan"), ("failed", "Evi")])
async def test_taking_back(town: Town, provider: Browser, ended: str, name: str) -> None:
    """Its page says that it is underway, and then that it is done, or that all results still stand."""
    upload = await sent(town, provider, row(await enrolled(town, name)))
    await provider.post(f"{upload}/aannemen", {**keys(await provider.get(upload)), "place.1": "Utrecht"})
    await done(town, upload)
    assert "bezig" in await provider.post(f"{upload}/terugtrekken", {"reason": "wrong-file"})
    page = await provider.get(upload)
    assert "We trekken de aanlevering terug" in page
    assert "Trek deze aanlevering terug" not in page
    assert "Er wordt aan dit bestand gewerkt" in await provider.post(
        f"{upload}/terugtrekken", {"reason": "wrong-file"}, expect=409
    )
    if ended == "cancelled":
        await provider.post(f"{upload}/afbreken")
    if ended == "failed":
        await UploadWork.update({UploadWork.tries: work.TRIES}).where(UploadWork.ending.is_null())
    await done(town, upload)
    page = await provider.get(upload)
    told = {
        "done": "Deze aanlevering is teruggetrokken",
        "cancelled": "Er is niets teruggetrokken. Alle uitslagen staan er nog.",
        "failed": "We hebben het 5 keer geprobeerd. Er is niets veranderd.",
    }
    assert [each for each, words in told.items() if words in page] == [ended]
    assert ("Trek deze aanlevering terug" in page) is (ended != "done")
