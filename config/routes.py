"""Every controller of the API, and what is served at the root; the pages are in `page_routes`."""

from collections.abc import Sequence

from litestar import Router
from litestar.types import ControllerRouterHandler

from config.provisions import OF_FILES, OF_PARTS, OF_TABLES
from config.static_files import static_file
from exams.enrolments.controller import EnrolmentController, EnrolmentFileController
from exams.integrity.controller import IntegrityCaseController
from exams.pass_rates.controller import PassRateController
from exams.results.controller import HeadingController, UploadController
from exams.sittings.controller import ExaminerApprovalController, ExaminerController, SittingController
from exams.takeovers.controller import TakeoverFileController
from exams.tracks.controller import ApprovalController, TrackController
from public_list.checking.controller import CheckController
from public_list.checking.credential_controller import CredentialCheckController
from public_list.listing.controller import PublicListController
from public_list.open_data.controller import OpenDataController, OpenDataFiles
from public_list.open_data.embedding import EmbeddedList
from public_list.open_data.site_controller import SiteController
from public_list.past.controller import PastListController
from registry.accounts.controller import AccountController, ApiKeyController
from registry.accounts.session_controller import SessionController
from registry.accounts.token_api import AccessTokenController, PublicKeyController
from registry.admittance.controller import AccountAdministrationController
from registry.allotments.controller import AllotmentController
from registry.appeals.controller import AppealController
from registry.audit_packs.controller import AuditPackController
from registry.availability.controller import OwnTimeController
from registry.bookings.controller import BookingController
from registry.certificates.controller import CertificateController
from registry.certificates.standing_controller import StandingController
from registry.credentials.controller import CredentialFiles
from registry.dossiers.bulk_controller import BulkGrantController
from registry.dossiers.controller import DossierController
from registry.dossiers.equivalence_controller import EquivalenceController
from registry.dossiers.self_report_controller import SelfReportController
from registry.engagements.controller import BookingLifeController
from registry.engagements.own_controller import OwnBookingController
from registry.erasure.controller import ErasureController
from registry.evaluations.controller import EvaluationController
from registry.impartiality.controller import DeclaredRelationController, StatementController, WaiverController
from registry.inspection.controller import PersonalDataController
from registry.intakes.controller import IntakeController, RegionCoordinatorController
from registry.measures.controller import MeasureController
from registry.organisations.controller import MunicipalityController, OrganisationController, RegionController
from registry.overview.controller import DayOverviewController
from registry.people.controller import MergeController, OwnFileController, PersonController
from registry.programmes.controller import ProgrammeController
from registry.public_log.controller import PublicLogFiles
from registry.renewals.controller import RenewalController
from registry.reorganisations.controller import ReorganisationController
from registry.reviews.controller import ReviewController
from registry.schemes.controller import SchemeController
from registry.takeovers.controller import TakeoverController
from registry.watches.controller import WatchController

API_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    PublicListController,
    PastListController,
    CheckController,
    CredentialCheckController,
    AccountController,
    AccountAdministrationController,
    ApiKeyController,
    AccessTokenController,
    SessionController,
    OrganisationController,
    MunicipalityController,
    RegionController,
    PersonController,
    MergeController,
    Router("/", route_handlers=[ErasureController], dependencies=OF_FILES),
    Router("/", route_handlers=[PersonalDataController], dependencies=OF_TABLES),
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
    EquivalenceController,
    SelfReportController,
    AppealController,
    BulkGrantController,
    CertificateController,
    StandingController,
    Router("/", route_handlers=[AuditPackController], dependencies=OF_PARTS),
    ReviewController,
    MeasureController,
    RenewalController,
    TakeoverController,
    TakeoverFileController,
    StatementController,
    DeclaredRelationController,
    WaiverController,
    ProgrammeController,
    AllotmentController,
    IntakeController,
    RegionCoordinatorController,
    BookingController,
    ReorganisationController,
    BookingLifeController,
    OwnBookingController,
    OwnTimeController,
    EvaluationController,
    DayOverviewController,
    WatchController,
)

ROOT_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    Router("/", route_handlers=[PublicKeyController], include_in_schema=False),
    Router("/", route_handlers=[OpenDataFiles, OpenDataController, EmbeddedList, SiteController], include_in_schema=False),
    Router("/", route_handlers=[PublicLogFiles, CredentialFiles], include_in_schema=False),
    static_file,
)
