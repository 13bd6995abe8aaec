"""What comes round for the public log: what was recorded past it is logged, what was logged is signed, witnesses are asked."""

from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from config.settings import Settings
from registry.days import system_now
from registry.public_log import catching_up
from registry.public_log.kept_note import KeptNote
from registry.public_log.signing import Hand, LastNoteMissing, Signing
from registry.public_log.witnesses import Asking
from registry.signing_keys import service as signing_keys
from registry.signing_keys.files import SigningKeyRefused
from registry.signing_keys.rules import Use

SIGNING_EVERY = 1
"""Seconds: what was committed is signed in the next round."""
CATCHING_UP_EVERY = timedelta(hours=1)
SIGNS_ALONG_FOR = timedelta(days=90)
"""So long a key that was rotated signs along with the one after it: whoever knows the log by it can be told the new one."""
_log = structlog.get_logger(__name__)


async def signing_for(settings: Settings, *, now: datetime) -> Signing:
    """Who signs the log of a registry now. Raises SigningKeyRefused."""
    active = await signing_keys.active(Use.LOG)
    before = await signing_keys.lately_retired(Use.LOG, since=now - SIGNS_ALONG_FOR)
    public = {each["kid"]: urlsafe_b64decode(each["x"] + "=") for each in await signing_keys.published(Use.LOG)}
    first, *others = [Hand(public[each.kid], each.sign) for each in (active, *before)]
    return Signing(urlsplit(settings.base_url).netloc, first, KeptNote(settings.data_folder), tuple(others))


@dataclass(slots=True)
class LogRounds:
    """The log of one registry: what it does, and what it told already."""

    settings: Settings
    told: set[str] = field(default_factory=set)
    caught_up_at: datetime | None = None

    def signing(self) -> Mapping[str, Callable[[], Awaitable[object]]]:
        """What comes round every second."""
        return {"catching up with the public log": self._catch_up, "signing the public log": self._sign}

    def asking(self) -> Mapping[str, Callable[[], Awaitable[object]]]:
        """Witnesses, who may take their time."""
        ask = Asking(self.settings.log_witnesses)
        return {"asking witnesses": lambda: ask.round(now=system_now())}

    async def _catch_up(self) -> None:
        """At the start, and every hour: normally there is nothing."""
        now = system_now()
        if self.caught_up_at is None or now - self.caught_up_at >= CATCHING_UP_EVERY:
            logged = await catching_up.round_of_all(now=now)
            self.caught_up_at = now
            if logged:
                _log.info("the public log caught up with what was recorded before or past it", leaves=logged)

    async def _sign(self) -> None:
        """Without a key, or the note that was signed last, it is told once that nothing is signed, and looked again."""
        try:
            now = system_now()
            await (await signing_for(self.settings, now=now)).round(now=now)
        except (SigningKeyRefused, LastNoteMissing) as error:
            if str(error) not in self.told:
                self.told.add(str(error))
                _log.error("the public log is not signed", reason=str(error))
        else:
            self.told.clear()
