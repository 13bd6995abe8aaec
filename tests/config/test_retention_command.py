"""`registry retention`: what would go is told beforehand, and is what goes."""

from datetime import timedelta

from registry.accounts import sessions
from registry.accounts.tables import Session
from registry.days import system_now
from tests.config.test_results_command import registry
from tests.registry import making


async def test_a_dry_run_tells_what_goes(database: None, database_url: str) -> None:
    """The same lines, and nothing is written; afterwards there is nothing left to go."""
    elif_ = await making.candidate()
    assert elif_.actor.account is not None
    await sessions.start(elif_.actor.account, now=system_now() - timedelta(days=40))
    await sessions.start(elif_.actor.account, now=system_now())
    code, foreseen = await registry(database_url, "retention", "--dry-run")
    assert (code, "session: 1\n" in foreseen, foreseen.endswith("rows would go.\n")) == (0, True, True)
    assert await Session.count() == 2
    code, gone = await registry(database_url, "retention")
    assert (code, gone) == (0, foreseen.replace("would go", "went"))
    assert await Session.count() == 1
    code, again = await registry(database_url, "retention")
    assert (code, again.endswith("\n0 rows went.\n")) == (0, True)
