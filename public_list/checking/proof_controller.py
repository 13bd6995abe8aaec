"""The proof that a certificate stands in the public log: a file for whoever may see its page, which is everyone."""

from datetime import datetime

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from public_list.checking import service
from public_list.checking.errors import NoProof
from registry.certificates import service as certificates
from registry.public_log import reading


class ProofFiles(Controller):
    """A file in the format C2SP tlog-proof, which is checked without asking us."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/certificaten/{number:str}/tlog-proof")
    async def proof(self, number: FromPath[str], now: NamedDependency[datetime]) -> Response[bytes]:
        """That the issue of a certificate was logged; raises NoProof for who was erased, and until it was signed."""
        checked = await service.check(number, day=None, now=now)
        issued = await certificates.by_number(checked.number)
        content = await reading.proof_file(issued.id)
        if content is None:
            raise NoProof(number=issued.number)
        headers = {
            "access-control-allow-origin": "*",
            "cache-control": "public, max-age=0",
            "content-disposition": f'attachment; filename="{issued.number}.tlog-proof"',
        }
        return Response(content, media_type="text/plain", headers=headers)
