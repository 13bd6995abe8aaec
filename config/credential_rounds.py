"""What comes round for credentials: the lists that say which are revoked, and beside them those that were not signed yet."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog

from registry.credentials import making_up
from registry.credentials.rounds import Publishing
from registry.days import system_now
from registry.signing_keys import service as signing_keys
from registry.signing_keys.files import SigningKeyRefused
from registry.signing_keys.rules import Use

PUBLISHING_EVERY = 1
"""Seconds: a suspension shows in the next round after it was committed, however many certificates are signed anew meanwhile."""
MAKING_UP_EVERY = 600
"""Seconds."""
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class CredentialRounds:
    """The credentials of one registry: what this process published, and what it told already."""

    lists: Publishing = field(default_factory=Publishing)
    told: set[str] = field(default_factory=set)

    def publishing(self) -> Mapping[str, Callable[[], Awaitable[object]]]:
        """What comes round every second."""
        return {"publishing the status of credentials": lambda: self._with_key(self._publish)}

    def making_up(self) -> Mapping[str, Callable[[], Awaitable[object]]]:
        """What comes round every ten minutes."""
        return {"signing credentials": lambda: self._with_key(self._make_up)}

    async def _with_key(self, act: Callable[[], Awaitable[None]]) -> None:
        """Without a key it is told once that nothing is signed, and looked again."""
        try:
            await signing_keys.active(Use.CREDENTIAL)
            await act()
        except SigningKeyRefused as error:
            if str(error) not in self.told:
                self.told.add(str(error))
                _log.error("certificates are not signed", reason=str(error))
        else:
            self.told.clear()

    async def _publish(self) -> None:
        if lists := await self.lists.round(now=system_now()):
            _log.info("status lists were published", lists=lists)

    async def _make_up(self) -> None:
        if made := await making_up.make_up(now=system_now()):
            _log.info("certificates were signed that had no credential, or one by a key that leaked", made=made)
