"""What comes round for credentials: those that were not signed yet, and the lists that say which are revoked."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from registry.credentials import making_up
from registry.credentials.publishing import Publishing
from registry.days import system_now
from registry.signing_keys import service as signing_keys
from registry.signing_keys.files import SigningKeyRefused
from registry.signing_keys.rules import Use

PUBLISHING_EVERY = 1
"""Seconds: a suspension shows in the next round after it was committed."""
MAKING_UP_EVERY = timedelta(minutes=10)
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class CredentialRounds:
    """The credentials of one registry: what this process did, and what it told already."""

    publishing: Publishing = field(default_factory=Publishing)
    told: set[str] = field(default_factory=set)
    made_up_at: datetime | None = None

    def acts(self) -> Mapping[str, Callable[[], Awaitable[object]]]:
        """What comes round every second."""
        return {"signing credentials and their status": self._round}

    async def _round(self) -> None:
        """Without a key it is told once that nothing is signed, and looked again."""
        now = system_now()
        try:
            await signing_keys.active(Use.CREDENTIAL)
            if self.made_up_at is None or now - self.made_up_at >= MAKING_UP_EVERY:
                if made := await making_up.make_up(now=now):
                    _log.info("certificates were signed that had no credential, or one by a key that leaked", made=made)
                self.made_up_at = now
            if lists := await self.publishing.round(now=now):
                _log.info("status lists were published", lists=lists)
        except SigningKeyRefused as error:
            if str(error) not in self.told:
                self.told.add(str(error))
                _log.error("certificates are not signed", reason=str(error))
        else:
            self.told.clear()
