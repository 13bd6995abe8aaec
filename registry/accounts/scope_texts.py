"""What each right is called where somebody gives it to a program."""

from collections.abc import Mapping

from registry.permissions import Permission
from registry.texts import Text

_P = Permission
SCOPES: Mapping[Permission, Text] = {
    _P.MANAGE_ORGANISATIONS: Text("Organisaties beheren", "Manage organisations"),
    _P.MANAGE_ACCOUNTS: Text("Accounts beheren", "Manage accounts"),
    _P.MANAGE_PROGRAMMES: Text("Programma’s en hun dagenbeleid beheren", "Manage programmes and their day policies"),
    _P.OWN_SCHEMES: Text("Schema’s en trajecten opstellen", "Draw up schemes and tracks"),
    _P.SIGN_SCHEMES: Text("Schema’s ondertekenen", "Sign schemes"),
    _P.APPROVE_TEACHING: Text("Opleiders erkennen om te lesgeven", "Approve providers to teach"),
    _P.APPROVE_EXAMINING: Text("Opleiders en examinatoren erkennen", "Approve providers to examine, and examiners"),
    _P.ENROL: Text("Kandidaten inschrijven", "Enrol candidates"),
    _P.UPLOAD_RESULTS: Text("Uitslagen aanleveren en laten vastleggen", "Send results and have them recorded"),
    _P.READ_RESULTS: Text("Uitslagen en aanleveringen lezen", "Read results and uploads"),
    _P.APPLY: Text("Een certificaat aanvragen", "Apply for a certificate"),
    _P.KEEP_OWN_FILE: Text("Eigen gegevens bijhouden", "Keep one’s own file"),
    _P.ADMIT_DOSSIERS: Text("Aanvragen toelaten", "Admit applications"),
    _P.READ_DOSSIERS: Text("Dossiers lezen", "Read dossiers"),
    _P.DECIDE_DOSSIERS: Text("Besluiten over dossiers voorbereiden en nemen", "Prepare and take decisions on dossiers"),
    _P.READ_CERTIFICATES: Text("Certificaten en hun geschiedenis lezen", "Read certificates and their history"),
    _P.DECIDE_CERTIFICATES: Text("Besluiten over certificaten nemen", "Take decisions on certificates"),
    _P.DECLARE_CONFLICTS: Text("Eigen relaties met adviseurs opgeven", "Declare one’s own relations with advisers"),
    _P.READ_APPEALS: Text("Bezwaren en klachten lezen", "Read appeals and complaints"),
    _P.HANDLE_APPEALS: Text("Bezwaren en klachten behandelen", "Handle appeals and complaints"),
    _P.HOLD_INTAKES: Text("Intakes plannen en afronden", "Plan and complete intakes"),
    _P.READ_INTAKES: Text("Intakes lezen", "Read intakes"),
    _P.BOOK: Text("Adviseurs boeken", "Book advisers"),
    _P.READ_BOOKINGS: Text("Boekingen en dagen lezen", "Read bookings and days"),
    _P.READ_DAYS: Text("Overzicht van intakes en dagen lezen", "Read the overview of intakes and days"),
    _P.READ_EVALUATIONS: Text("Beoordelingen van adviseurs lezen", "Read evaluations of advisers"),
    _P.WATCH: Text("Certificaten en adviseurs volgen", "Follow certificates and advisers"),
    _P.READ_WATCHES: Text("Lezen wat wordt gevolgd", "Read what is followed"),
    _P.REORGANISE: Text("Gemeenten samenvoegen en splitsen", "Merge and split municipalities"),
    _P.ANSWER_BOOKINGS: Text("Op boekingen antwoorden", "Answer bookings"),
    _P.MERGE_PERSONS: Text("Dossiers van één persoon samenvoegen", "Merge the files of one person"),
    _P.READ_REVIEWS: Text("Herbeoordelingen lezen", "Read reviews"),
    _P.READ_INTEGRITY: Text("Signalen over uitslagen lezen", "Read signals about results"),
    _P.HANDLE_INTEGRITY: Text("Signalen over uitslagen behandelen", "Handle signals about results"),
    _P.ERASE_PERSONS: Text("Personen wissen", "Erase persons"),
    _P.READ_AUDIT: Text("Het logboek lezen", "Read the audit trail"),
}
