"""What the advisers of the demo say of themselves, and what of it the public may see: no two alike."""

from config.demo import cast
from config.demo.stage import Stage
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, ChangeProfile
from registry.permissions import Actor

_LANGUAGES = {2: ("tr", "en"), 3: ("en", "de"), 5: ("ar", "fr"), 6: ("fy",), 9: ("en",)}
"""Beside Dutch, by the place of the adviser."""
_COMPETENCES = ("municipal-processes", "information-management", "organisation-advice", "change-management")
_MORE = (
    frozenset(PublicField),
    frozenset(cast.CONSENT) | {PublicField.REGIONS, PublicField.COMPETENCES},
    frozenset(cast.CONSENT) - {PublicField.EMPLOYER} | {PublicField.LANGUAGES},
)
"""What advisers let be seen, in turn: everything, a little more than at first, and something else."""


async def apply_with(place: int, actor: Actor) -> None:
    """With the application: where and on what the adviser works, and, but for one, that this may be seen."""
    await people.change_profile(_first(place), actor=actor, now=cast.APPLYING)
    if place != cast.UNLISTED:
        await people.change_consent(ChangeConsent(fields=list(cast.CONSENT)), actor=actor, now=cast.APPLYING)


async def tell_of_profiles(stage: Stage) -> None:
    """Later, once there are regions: more of the same, and other consents."""
    for place in range(len(cast.CANDIDATES)):
        actor = await stage.actor(f"candidate-{place}")
        await people.change_profile(_later(place), actor=actor, now=cast.PROFILING)
        if place != cast.UNLISTED:
            fields = sorted(_MORE[place % len(_MORE)])
            await people.change_consent(ChangeConsent(fields=fields), actor=actor, now=cast.PROFILING)


def _first(place: int) -> ChangeProfile:
    return ChangeProfile(
        provinces=[cast.PROVINCES[place % len(cast.PROVINCES)]],
        specialisms=[cast.SPECIALISMS[place % len(cast.SPECIALISMS)]],
    )


def _later(place: int) -> ChangeProfile:
    first = _first(place)
    return ChangeProfile(
        provinces=[*first.provinces, *(cast.PROVINCES[:1] if place % 4 == 1 else ())],
        regions=[cast.REGION] if place % 2 == 0 else [],
        languages=["nl", *_LANGUAGES.get(place, ())],
        competences=[_COMPETENCES[place % 4], _COMPETENCES[(place + 1) % 4]],
        specialisms=first.specialisms,
    )
