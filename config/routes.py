"""Every controller of the application, in the one place where they are gathered."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from exams.enrolments.controller import EnrolmentController
from exams.results import pages as results_pages
from exams.results.controller import UploadController
from exams.sittings.controller import ExaminerController
from exams.tracks.controller import TrackController
from public_list.controller import PublicListController
from public_list.pages import PublicPages
from registry.accounts.controller import AccountController
from registry.accounts.forms import know_visitor, read_form
from registry.accounts.pages import SignInPages, work_page
from registry.dossiers import pages as dossier_pages
from registry.dossiers.controller import DossierController
from registry.engagements import pages as booking_pages
from registry.engagements.controller import BookingController, IntakeController, ProgrammeController
from registry.organisations.controller import MunicipalityController, OrganisationController
from registry.people.controller import OwnFileController, PersonController
from registry.schemes.controller import SchemeController

API_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    PublicListController,
    AccountController,
    OrganisationController,
    MunicipalityController,
    PersonController,
    OwnFileController,
    SchemeController,
    TrackController,
    EnrolmentController,
    ExaminerController,
    UploadController,
    DossierController,
    ProgrammeController,
    IntakeController,
    BookingController,
)

PAGE_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    Router(
        "/",
        route_handlers=[
            PublicPages,
            SignInPages,
            work_page([results_pages.waiting, dossier_pages.waiting, booking_pages.waiting]),
            results_pages.UploadPages,
            dossier_pages.DossierPages,
            booking_pages.BookingPages,
        ],
        before_request=know_visitor,
        dependencies={"form": Provide(read_form)},
    ),
)
"""Every page knows its visitor; what it takes from a form has passed the check of the session's token."""

ROOT_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    create_static_files_router(
        path="/static",
        directories=[Path(__file__).resolve().parent / "static"],
        cache_control=CacheControlHeader(public=True, max_age=3600),
        opt={"public": True},
        include_in_schema=False,
    ),
)

TAGS: Mapping[str, str] = {
    "Openbare lijst": "Wie gecertificeerd is, en de controle van een nummer; zonder account.",
    "Accounts": "Aanmelden, accounts en rollen.",
    "Organisaties": "Organisaties en samenwerkingsverbanden.",
    "Gemeenten": "Alle gemeenten sinds 2006, met hun opvolgers.",
    "Personen": "Personen die het register moet kennen.",
    "Eigen dossier": "Wat een adviseur zelf beheert.",
    "Certificatieschema’s": "De regels voor een certificaat, in ondertekende versies.",
    "Opleidingstrajecten": "Trajecten, examenonderdelen en erkenningen.",
    "Inschrijvingen": "Kandidaten en wie hun les gaf.",
    "Examinatoren": "Wie voor een opleider examineert of surveilleert.",
    "Uitslagen": "Aanleveren van uitslagen in een rekenblad.",
    "Dossiers": "Aanvraag, bewijs en besluit.",
    "Programma’s": "Programma’s en hun dagenbeleid.",
    "Intakes": "Intakes die dagen toekennen.",
    "Boekingen": "Dagenbudgetten en boekingen.",
}
