"""The columns of a list of certificates issued elsewhere."""

from collections.abc import Mapping
from enum import StrEnum

from exams.cells.columns import Headed
from registry.texts import Text


class Field(StrEnum):
    """The columns, in the order of the template."""

    NUMBER = "number"
    GIVEN_NAME = "given_name"
    PREFIX = "prefix"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    CERTIFICATE = "certificate"
    SCHEME = "scheme"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


TITLES: Mapping[Field, Text] = {
    Field.NUMBER: Text("Kandidaatnummer", "Candidate number"),
    Field.GIVEN_NAME: Text("Voornaam", "Given name"),
    Field.PREFIX: Text("Voorvoegsel", "Prefix"),
    Field.FAMILY_NAME: Text("Achternaam", "Family name"),
    Field.EMAIL: Text("E-mail (werk)", "E-mail (work)"),
    Field.CERTIFICATE: Text("Certificaatnummer daar", "Certificate number there"),
    Field.SCHEME: Text("Certificaat daar", "Certificate there"),
    Field.FIRST_DAY: Text("Geldig vanaf", "Valid from"),
    Field.LAST_DAY: Text("Geldig tot en met", "Valid until"),
}
REQUIRED = (
    Field.GIVEN_NAME,
    Field.FAMILY_NAME,
    Field.CERTIFICATE,
    Field.SCHEME,
    Field.FIRST_DAY,
    Field.LAST_DAY,
)
_SYNONYMS: Mapping[Field, str] = {
    Field.NUMBER: "kandidaatnummer kandidaatnr kandidaatsnummer kandnr candidatenumber candidateno candidatenr",
    Field.GIVEN_NAME: "voornaam voornamen roepnaam givenname givennames firstname forename",
    Field.PREFIX: "voorvoegsel voorvoegsels tussenvoegsel tussenvoegsels tussenv prefix infix",
    Field.FAMILY_NAME: "achternaam familienaam familyname surname lastname",
    Field.EMAIL: "emailwerk werkemail email emailadres mail mailadres emailwork workemail emailaddress",
    Field.CERTIFICATE: "certificaatnummerdaar certificaatnummer certificaatnr nummercertificaat certificatenumberthere "
    "certificatenumber certificateno",
    Field.SCHEME: "certificaatdaar certificaat schema certificatieschema schemadaar certificatethere certificate scheme",
    Field.FIRST_DAY: "geldigvanaf vanaf ingangsdatum afgegevenop datumafgifte eerstedag validfrom issuedon firstday",
    Field.LAST_DAY: "geldigtotenmet geldigtot totenmet tm einddatum vervaldatum laatstedag validuntil validthrough expireson "
    "expirydate lastday",
}
HEADINGS = Headed(TITLES, _SYNONYMS, REQUIRED)
