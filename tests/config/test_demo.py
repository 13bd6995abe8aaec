"""The demo is told once, on an empty registry, and a telling that was cut off is told again."""

import pytest

from config import demo
from config.demo import cast, story
from config.demo.stage import Stage, set_up
from config.password_cost import passwords_of
from config.settings import Settings
from registry.accounts.tables import Account
from registry.certificates.tables import Certificate
from registry.organisations.tables import Kind, Organisation
from tests.registry import making


async def test_the_demo_is_told_once(database: None, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Its passwords are printed at the first telling; the second changes nothing."""
    assert await demo.load(settings)
    told = capsys.readouterr().out
    assert all(f"{name}@{cast.DOMAIN}" in told for name in ("beheer", "certificeerder-c", "opleider", "gemeente"))
    standing = await Certificate.count()
    assert not await demo.load(settings)
    assert (await Certificate.count(), capsys.readouterr().out) == (standing, "")
    assert standing == len(cast.CANDIDATES)


async def test_half_a_demo_is_told_again(database: None, settings: Settings) -> None:
    """What a telling that was killed left behind is wiped, so that nothing is there twice."""
    await set_up(Stage(passwords_of(settings)))
    assert await demo.load(settings)
    names = [
        row["name"] for row in await Organisation.select(Organisation.name).where(Organisation.kind == Kind.PROVIDER.value)
    ]
    assert len(names) == len(set(names)) > 1
    assert await Certificate.count() == len(cast.CANDIDATES)


async def test_the_demo_leaves_others_alone(database: None, settings: Settings) -> None:
    """A registry in which anyone else has an account is not touched."""
    person = await making.person()
    await making.account(person, None)
    with pytest.raises(demo.NotEmpty):
        await demo.load(settings)
    assert await Account.count() == 1


async def test_the_sample_files_are_those_of_the_tests(sample) -> None:
    """The demo packs the very files that the tests of reading judge."""
    for name, _ in story.UPLOADS:
        assert story.sample(name) == sample(name)
