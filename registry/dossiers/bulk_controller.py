"""Granting many dossiers in the API: what it would do, and doing it."""

from datetime import datetime

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from registry.accounts.guards import requires
from registry.dossiers import bulk, bulk_presenting
from registry.dossiers.bulk_schemas import MOST_BYTES, GrantOutcomesOut, GrantTogether
from registry.idempotency.once import NOT_KEPT
from registry.permissions import Actor, Permission
from registry.texts import Language


class BulkGrantController(Controller):
    """Many dossiers at once."""

    path = "/dossiers"
    tags = ("Dossiers",)
    guards = (requires(Permission.DECIDE_DOSSIERS),)
    request_max_body_size = MOST_BYTES

    @post("/grant-previews", status_code=200, opt=NOT_KEPT)
    async def preview(
        self,
        data: JSONBody[GrantTogether],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> GrantOutcomesOut:
        """Toont per dossier of toekennen nu kan en wat dat geeft, en legt niets vast."""
        return await bulk_presenting.outcomes(await bulk.preview(data.dossiers, actor=actor, now=now), language=language)

    @post("/grants")
    async def grant_all(
        self,
        data: JSONBody[GrantTogether],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> GrantOutcomesOut:
        """Kent certificaten toe op veel voorbereide dossiers; elk wordt apart beoordeeld."""
        return await bulk_presenting.outcomes(await bulk.grant_all(data, actor=actor, now=now), language=language)
