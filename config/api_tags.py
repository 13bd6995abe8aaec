"""What the description of the API says of each group of routes."""

from collections.abc import Mapping

TAGS: Mapping[str, str] = {
    "Openbare lijst": "Wie gecertificeerd is, en de controle van een nummer; zonder account.",
    "Accounts": "Aanmelden, accounts, rollen en sleutels voor programma’s.",
    "Organisaties": "Organisaties en samenwerkingsverbanden.",
    "Gemeenten": "Alle gemeenten sinds 2006 met hun opvolgers, en de regio’s waarin zij liggen.",
    "Personen": "Personen die het register moet kennen.",
    "Wissen": "Persoonsgegevens wissen op verzoek, met eerst een overzicht van het gevolg.",
    "Eigen dossier": "Wat een adviseur zelf beheert.",
    "Certificatieschema’s": "De regels voor een certificaat, in ondertekende versies.",
    "Opleidingstrajecten": "Trajecten, examenonderdelen en erkenningen.",
    "Inschrijvingen": "Kandidaten en wie hun les gaf.",
    "Examinatoren": "Wie voor een opleider examineert of surveilleert, en wie waarvoor is erkend.",
    "Examenzittingen": "Wanneer, waar en door wie een onderdeel is geëxamineerd.",
    "Uitslagen": "Aanleveren van uitslagen in een rekenblad.",
    "Integriteit": "Zaken over examencijfers die opvallen.",
    "Dossiers": "Aanvraag, bewijs en besluit.",
    "Bezwaren en klachten": "Bezwaar of klacht sturen zonder account, en de behandeling ervan.",
    "Certificaten": "Certificaten zoals ze zijn uitgegeven, ook als pdf.",
    "Herbeoordelingen": "Certificaten waarvan de grond veranderde.",
    "Maatregelen": "Schorsen, opheffen, intrekken, nietig verklaren en vervangen, door twee certificeerders.",
    "Onpartijdigheid": "Belangenverklaringen, opgegeven relaties en ontheffingen van certificeerders.",
    "Hercertificering": "Verlengen: wanneer, hoe, bijscholing en aanvragen die compleet zijn.",
    "Overnames": "Certificaten die elders zijn uitgegeven, door twee certificeerders overgenomen.",
    "Programma’s": "Programma’s, hun dagenbeleid, plafonds voor intakes en grootteklassen.",
    "Dagenbudgetten": "Elke boeking van dagen, en wat een beheerder ermee doet.",
    "Intakes": "Intakes die dagen toekennen.",
    "Herindelingen": "Wat opgeheven gemeenten hadden, gaat over naar hun opvolger.",
    "Boekingen": "Dagenbudgetten en boekingen.",
    "Beoordelingen": "Wat gemeenten van afgeronde inzetten vonden.",
}
