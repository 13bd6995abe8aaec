"""Certification schemes in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.schemes import service
from registry.schemes.rules import Version
from registry.schemes.schemas import Created, CreateScheme, EffectOut, ProposeVersion, Signed, VersionOut


class SchemeController(Controller):
    """Schemes and their versions."""

    tags = ("Certificatieschema’s",)

    @get("/schemes", opt={"public": True})
    async def listed(self) -> list[VersionOut]:
        """Alle versies van alle schema’s, en wie ze heeft ondertekend."""
        return [_out(each) for each in await service.versions()]

    @post("/schemes", guards=[requires(Permission.OWN_SCHEMES)])
    async def create(
        self,
        data: JSONBody[CreateScheme],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Created:
        """Maakt een schema, nog zonder regels."""
        return Created(id=await service.create(data, actor=actor, now=now))

    @post("/schemes/{code:str}/versions", guards=[requires(Permission.OWN_SCHEMES)])
    async def propose(
        self,
        code: FromPath[str],
        data: JSONBody[ProposeVersion],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Created:
        """Stelt de volgende versie voor; zij geldt zodra beide partijen hebben ondertekend."""
        return Created(id=await service.propose(code, data, actor=actor, now=now))

    @post("/scheme-versions/{version_id:uuid}/signatures", guards=[requires(Permission.SIGN_SCHEMES)])
    async def sign(
        self,
        version_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Signed:
        """Ondertekent een versie namens uw organisatie."""
        return Signed(party=await service.sign(version_id, actor=actor, now=now))

    @get(
        "/scheme-versions/{version_id:uuid}/effects",
        guards=[requires(Permission.SIGN_SCHEMES)],
        opt={"problems": (404,)},
    )
    async def effects(self, version_id: FromPath[UUID], actor: NamedDependency[Actor]) -> list[EffectOut]:
        """Wat de versie doet met oudere certificaten zodra beide partijen hebben ondertekend."""
        return [
            EffectOut(
                scheme=each.older.scheme_code,
                version=each.older.number,
                kind=each.transition.kind,
                on=each.transition.on,
                certificates=each.certificates,
            )
            for each in await service.effects_of(version_id, actor=actor)
        ]


def _out(version: Version) -> VersionOut:
    return VersionOut(
        id=version.id,
        scheme=version.scheme_code,
        name_nl=version.scheme_name.nl,
        name_en=version.scheme_name.en,
        number=version.number,
        effective_from=version.effective_from,
        rules=version.rules,
        signed_by=sorted(version.signed_by),
        ends_on=version.ends_on,
    )
