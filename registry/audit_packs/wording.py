"""What each rule of the derivation is called on a page."""

from collections.abc import Mapping

from registry.texts import Text

RULES: Mapping[str, Text] = {
    "snapshot-hash": Text("Het certificaat is niet meer zoals het is uitgegeven", "The certificate is not as it was issued"),
    "version-hash": Text("De schemaversie is niet meer zoals zij is vastgelegd", "The scheme version is not as it was stored"),
    "holder-hash": Text("De naam is niet die op het certificaat", "The name is not that on the certificate"),
    "evidence-hash": Text("Het bewijs is niet meer zoals het is vastgelegd", "The evidence is not as it was stored"),
    "trail-hash": Text("Een handeling is niet meer zoals zij is verzegeld", "An act is not as it was sealed"),
    "snapshot-fields": Text(
        "Op het certificaat staat iets anders dan in het register", "The certificate says otherwise than the register"
    ),
    "scope": Text("Het toepassingsgebied past niet bij het schema", "The scope is not within the scheme"),
    "number": Text("De controlecijfers van het nummer kloppen niet", "The check digits of the number are wrong"),
    "version-in-force": Text("Deze schemaversie gold niet", "This scheme version was not in force"),
    "period": Text("De geldigheid volgt niet uit het schema", "The validity does not follow from the scheme"),
    "origin": Text("Er is geen besluit waaruit het certificaat volgt", "No decision led to the certificate"),
    "two-persons": Text("Niet twee personen hebben dit gedaan", "It was not done by two persons"),
    "granted-once": Text("Het certificaat is niet precies één keer toegekend", "The certificate was not granted exactly once"),
    "steps": Text("De stappen van het dossier kloppen niet", "The steps of the dossier are not in order"),
    "decision": Text("Het besluit zegt iets anders dan het certificaat", "The decision says otherwise than the certificate"),
    "on-hold": Text("Het dossier werd tegengehouden", "The dossier was on hold"),
    "evidence": Text("Het besluit rust niet op het juiste bewijs", "The decision does not rest on the right evidence"),
    "results": Text("Niet elk onderdeel is gehaald", "Not every part was passed"),
    "independence": Text("Iemand was niet onafhankelijk", "Somebody was not independent"),
    "held-once": Text("Er was al een certificaat", "There was a certificate already"),
}
