"""The provider of the story with its twelve candidates, and files that it sends: what tests of uploads begin with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from config.demo import cast, story
from config.demo.stage import Stage, set_up
from exams.results import service as results
from exams.results.acceptance import Choices, SittingDetails, everywhere
from exams.results.recording import Recorded
from exams.results.service import Preview, Sent
from registry.accounts import passwords
from registry.permissions import Actor, Role
from tests.registry import making

NAME, AT = story.UPLOADS[0]
RESITS, RESITS_AT = story.UPLOADS[1]
PLACE = SittingDetails(place="Utrecht", identity_checked=True, confidentiality_signed=True)
HEADING = "Kandidaatnummer;Achternaam;Onderdeel;Examendatum;Poging;Score;Examinator;Surveillant;Opmerking"


@dataclass(frozen=True, slots=True)
class Ground:
    """The stage of the story, the provider's secretary, and a colleague of theirs."""

    stage: Stage
    actor: Actor
    colleague: Actor

    @property
    def provider(self) -> UUID:
        """The provider of the story."""
        return self.stage.organisations["provider"]

    def sent(self, content: bytes, name: str = "uitslagen.csv") -> Sent:
        """A file as the provider sends it."""
        return Sent(self.provider, cast.TRACK, name, content)

    @property
    def autumn(self) -> Sent:
        """The sixty results of the story."""
        return self.sent(story.sample(NAME), NAME)

    @property
    def resits(self) -> Sent:
        """The three resits of the story."""
        return self.sent(story.sample(RESITS), RESITS)


async def ground() -> Ground:
    """Set up and enrolled; nobody has applied."""
    stage = Stage(passwords.cheapest())
    await set_up(stage)
    await story._enrol(stage)  # noqa: SLF001  the chapter before
    colleague = await making.account(await making.person("Cor"), Role.PROVIDER, stage.organisations["provider"])
    return Ground(stage, await stage.actor("provider"), colleague)


async def with_dossiers() -> Ground:
    """The twelve have applied and are admitted."""
    here = await ground()
    await story._apply(here.stage, [f"candidate-{place}" for place in range(len(cast.CANDIDATES))])  # noqa: SLF001
    return here


async def with_certificates() -> Ground:
    """The story up to the decisions: twelve certificates rest on the two files."""
    here = await with_dossiers()
    for name, _ in story.UPLOADS:
        await story._upload(here.stage, name)  # noqa: SLF001  the chapters between
    await story._decide(here.stage)  # noqa: SLF001
    return here


def row(
    number: str,
    part: str,
    score: str,
    *,
    day: str = "07-09-2026",
    attempt: int = 1,
    examiner: str = "R. Postma",
    remark: str = "",
) -> str:
    """One row of a file; names are by number, as the cast has them."""
    return ";".join([number, family(number), part, day, str(attempt), score, examiner, "", remark])


def family(number: str) -> str:
    """The family name of a candidate of the cast, with its prefix."""
    each = cast.CANDIDATES[int(number[2:8]) - 101]
    return " ".join(filter(None, (each.prefix, each.family)))


def file_of(rows: Iterable[str]) -> bytes:
    """A file as Dutch Excel saves it."""
    return "\r\n".join([HEADING, *rows, ""]).encode("utf-8-sig")


def choices_for(seen: Preview, **more: object) -> Choices:
    """A place for every sitting, and what else is chosen."""
    return Choices(places=everywhere(seen.reading, PLACE), **more)  # type: ignore[arg-type]  # whatever a test chooses


async def accepted(ground: Ground, sent: Sent, *, at: datetime = AT, actor: Actor | None = None, **more: object) -> UUID:
    """Sent and accepted; returns the upload."""
    who = actor or ground.actor
    seen = await results.send(sent, actor=who, now=at)
    done = await results.accept(seen.upload.id, choices_for(seen, **more), actor=who, now=at)
    assert isinstance(done, Recorded), done
    upload: UUID = seen.upload.id
    return upload
