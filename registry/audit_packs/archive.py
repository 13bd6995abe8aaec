"""An audit pack as one file: a ZIP of JSON, the digests of all of it, and the script that judges the case anew."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from registry.canonical import canonical_json
from registry.rechecking import derivation
from registry.rechecking.reading import Row

SCRIPT = "recheck.py"
_README = """\
AUDITPAKKET VAN CERTIFICAAT {number}

Dit pakket bevat alles waarop dit certificaat rust. U kunt het besluit zelf nagaan, zonder het register:

    sha256sum -c SHA256SUMS          de bestanden zijn zoals ze zijn gemaakt
    python3 {script}               het besluit volgt uit wat was vastgelegd (Python 3.11 of nieuwer)

Wat erin zit:
  overview.json  alles om te lezen: aanvraag, bewijs met bestand en cel van elke uitslag, uitkomst van de regels, wie
                 voorbereidde en besliste, maatregelen, herbeoordelingen en alle gebeurtenissen
  case.json      hetzelfde als gegevens: hierop past {script} alle regels opnieuw toe
  snapshot.json  het certificaat, byte voor byte zoals het is uitgegeven; de SHA-256 staat in case.json
  {script}     het programma; lees het gerust, het is klein en gebruikt niets van het register

Een persoonlijke waarde staat er met haar zout: SHA-256(zout + waarde) is het getal waarmee het certificaat ernaar verwijst.
Wat is gewist omdat iemand daar recht op had, ontbreekt; de getallen blijven kloppen. In case.json staat bij "trail" elke
handeling zoals zij is verzegeld, met het getal ervoor: SHA-256(before + link) is digest.

Dit pakket bevat persoonsgegevens. Bewaar het niet langer dan nodig en geef het niet door.


AUDIT PACK OF CERTIFICATE {number}

This pack has everything that the certificate rests on. You can check the decision yourself, without the registry:

    sha256sum -c SHA256SUMS          the files are as they were made
    python3 {script}               the decision follows from what was stored (Python 3.11 or later)

What it has:
  overview.json  all of it to read: application, evidence with the file and cell of each result, outcome of the rules, who
                 prepared and decided, measures, reviews and all events
  case.json      the same as data: {script} applies every rule to it again
  snapshot.json  the certificate, byte for byte as it was issued; its SHA-256 stands in case.json
  {script}     the program; do read it: it is small and uses nothing of the registry

A personal value stands there with its salt: SHA-256(salt + value) is the number by which the certificate refers to it.
What was erased because somebody had a right to that is not there; the numbers still hold. In case.json, "trail" has each
act as it was sealed, with the number before it: SHA-256(before + link) is digest.

This pack has personal data. Keep it no longer than you need it, and do not pass it on.
"""


def archive(case: Row, overview: Row, *, now: datetime) -> bytes:
    """The ZIP. Its files are written so that the same case makes the same bytes at the same moment."""
    files = {
        "README.txt": _README.format(number=case["certificate"]["number"], script=SCRIPT).encode(),
        "overview.json": _readable(overview),
        "case.json": _readable(case),
        "snapshot.json": case["certificate"]["snapshot"].encode(),
        SCRIPT: Path(derivation.__file__).read_bytes(),
    }
    files["SHA256SUMS"] = _sums(files)
    return _zipped(files, now)


def _readable(value: Row) -> bytes:
    """JSON with a line for each value."""
    plain = json.loads(canonical_json(value))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()


def _zipped(files: Mapping[str, bytes], now: datetime) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=(now.year, now.month, now.day, now.hour, now.minute, now.second))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            zipped.writestr(entry, content)
    return written.getvalue()
