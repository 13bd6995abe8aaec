"""What becomes public of an adviser: topics that stand on this one issue certificates, and the public list shows them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from registry.permissions import Actor
from registry.texts import Text


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """A certificate of the adviser; `name` as issued, `listed` where it stands on the public list today."""

    number: str
    scheme_name: Text
    status: str
    valid_until: date
    name: str
    listed: bool


class OwnListing(ABC):
    """What the public list shows of an adviser."""

    @abstractmethod
    async def of(self, actor: Actor, *, now: datetime) -> Sequence[OwnCertificate]:
        """The actor's own certificates, newest first; raises NotFound for who has no file."""
