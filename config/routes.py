"""Every controller of the application, in the one place where they are gathered."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from exams.enrolments import pages as candidate_pages
from exams.enrolments.controller import EnrolmentController, EnrolmentFileController
from exams.enrolments.file_pages import EnrolmentFilePages
from exams.enrolments.teaching_pages import TeachingPages
from exams.integrity import pages as integrity_pages
from exams.integrity.controller import IntegrityCaseController
from exams.results import pages as results_pages
from exams.results import pass_rate_pages
from exams.results.controller import HeadingController, UploadController
from exams.results.pass_rate_controller import PassRateController
from exams.results.preview_pages import PreviewPages
from exams.sittings import approval_pages, examiner_pages
from exams.sittings import pages as sitting_pages
from exams.sittings.controller import ExaminerApprovalController, ExaminerController, SittingController
from exams.tracks.controller import ApprovalController, TrackController
from exams.tracks.pages import TrackPages
from public_list.controller import PublicListController
from public_list.pages import PublicPages
from registry.accounts import key_pages
from registry.accounts.controller import AccountController, ApiKeyController
from registry.accounts.forms import know_visitor, read_form
from registry.accounts.pages import SignInPages, work_page
from registry.dossiers import own_pages as own_dossier_pages
from registry.dossiers import pages as dossier_pages
from registry.dossiers.controller import DossierController
from registry.engagements import pages as booking_pages
from registry.engagements.controller import BookingController, IntakeController, ProgrammeController
from registry.organisations.controller import MunicipalityController, OrganisationController
from registry.people import pages as people_pages
from registry.people.controller import MergeController, OwnFileController, PersonController
from registry.reviews import pages as review_pages
from registry.reviews.controller import ReviewController
from registry.schemes.controller import SchemeController

API_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    PublicListController,
    AccountController,
    ApiKeyController,
    OrganisationController,
    MunicipalityController,
    PersonController,
    MergeController,
    OwnFileController,
    SchemeController,
    TrackController,
    ApprovalController,
    EnrolmentController,
    EnrolmentFileController,
    ExaminerController,
    ExaminerApprovalController,
    SittingController,
    UploadController,
    HeadingController,
    PassRateController,
    IntegrityCaseController,
    DossierController,
    ReviewController,
    ProgrammeController,
    IntakeController,
    BookingController,
)

PAGE_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    Router(
        "/",
        route_handlers=[
            PublicPages,
            TrackPages,
            SignInPages,
            work_page(
                [
                    candidate_pages.waiting,
                    results_pages.waiting,
                    pass_rate_pages.waiting,
                    sitting_pages.waiting,
                    examiner_pages.waiting,
                    approval_pages.waiting,
                    dossier_pages.waiting,
                    own_dossier_pages.waiting,
                    integrity_pages.waiting,
                    review_pages.waiting,
                    booking_pages.waiting,
                    people_pages.waiting,
                    key_pages.waiting,
                ]
            ),
            candidate_pages.CandidatePages,
            TeachingPages,
            EnrolmentFilePages,
            results_pages.UploadPages,
            PreviewPages,
            pass_rate_pages.PassRatePages,
            integrity_pages.IntegrityPages,
            sitting_pages.SittingPages,
            examiner_pages.ExaminerPages,
            approval_pages.ApprovalPages,
            dossier_pages.DossierPages,
            own_dossier_pages.OwnDossierPages,
            review_pages.ReviewPages,
            booking_pages.BookingPages,
            people_pages.DuplicatePages,
            key_pages.KeyPages,
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
    "Accounts": "Aanmelden, accounts, rollen en sleutels voor programma’s.",
    "Organisaties": "Organisaties en samenwerkingsverbanden.",
    "Gemeenten": "Alle gemeenten sinds 2006, met hun opvolgers.",
    "Personen": "Personen die het register moet kennen.",
    "Eigen dossier": "Wat een adviseur zelf beheert.",
    "Certificatieschema’s": "De regels voor een certificaat, in ondertekende versies.",
    "Opleidingstrajecten": "Trajecten, examenonderdelen en erkenningen.",
    "Inschrijvingen": "Kandidaten en wie hun les gaf.",
    "Examinatoren": "Wie voor een opleider examineert of surveilleert, en wie waarvoor is erkend.",
    "Examenzittingen": "Wanneer, waar en door wie een onderdeel is geëxamineerd.",
    "Uitslagen": "Aanleveren van uitslagen in een rekenblad.",
    "Integriteit": "Zaken over examencijfers die opvallen.",
    "Dossiers": "Aanvraag, bewijs en besluit.",
    "Herbeoordelingen": "Certificaten waarvan de grond veranderde.",
    "Programma’s": "Programma’s en hun dagenbeleid.",
    "Intakes": "Intakes die dagen toekennen.",
    "Boekingen": "Dagenbudgetten en boekingen.",
}
