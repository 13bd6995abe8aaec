"""Reviews of certificates in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.reviews import presenting, service
from registry.reviews.schemas import CloseReview, ReviewDetail, ReviewOut
from registry.texts import Language


class ReviewController(Controller):
    """Reviews of certificates."""

    path = "/reviews"
    tags = ("Herbeoordelingen",)

    @get(guards=[requires(Permission.READ_REVIEWS)])
    async def listed(self, language: NamedDependency[Language], actor: NamedDependency[Actor]) -> list[ReviewOut]:
        """De herbeoordelingen van certificaten van uw instelling, de oudste eerst."""
        return await presenting.listed(actor, language)

    @get("/{review_id:uuid}", guards=[requires(Permission.READ_REVIEWS)])
    async def one(
        self,
        review_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> ReviewDetail:
        """Eén herbeoordeling: wat er veranderde, en wat u belet haar af te ronden."""
        return await presenting.detail(review_id, language=language, actor=actor, now=now)

    @post("/{review_id:uuid}/closing", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=204)
    async def close(
        self,
        review_id: FromPath[UUID],
        data: JSONBody[CloseReview],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Rondt de herbeoordeling af; aan het certificaat zelf verandert dit niets."""
        await service.close(review_id, data, actor=actor, now=now)
