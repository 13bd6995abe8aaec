"""Every controller of the application, in the one place where they are gathered."""

from collections.abc import Sequence
from pathlib import Path

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from config.own_listing import PublicListing
from config.rounds import parts_of_tracks
from config.shown_names import PublicNames
from config.waiting import WAITING
from exams.enrolments import pages as candidate_pages
from exams.enrolments.controller import EnrolmentController, EnrolmentFileController
from exams.enrolments.file_pages import EnrolmentFilePages
from exams.enrolments.teaching_pages import TeachingPages
from exams.integrity import pages as integrity_pages
from exams.integrity.controller import IntegrityCaseController
from exams.pass_rates import pages as pass_rate_pages
from exams.pass_rates.controller import PassRateController
from exams.results import pages as results_pages
from exams.results.controller import HeadingController, UploadController
from exams.results.erasing import ResultFiles
from exams.results.preview_pages import PreviewPages
from exams.sittings import approval_pages, examiner_approval_pages, examiner_pages
from exams.sittings import pages as sitting_pages
from exams.sittings.controller import ExaminerApprovalController, ExaminerController, SittingController
from exams.takeovers.controller import TakeoverFileController
from exams.takeovers.intake_pages import IntakeListPages
from exams.takeovers.pages import TakeoverFilePages
from exams.tracks.controller import ApprovalController, TrackController
from exams.tracks.pages import TrackPages
from public_list.checking.controller import CheckController
from public_list.checking.list_pages import CheckListPages
from public_list.checking.pages import CheckPages
from public_list.listing.controller import PublicListController
from public_list.listing.pages import PublicPages
from public_list.open_data.controller import OpenDataController, OpenDataFiles
from public_list.open_data.embedding import EmbeddedList
from public_list.open_data.pages import OpenDataPages
from public_list.open_data.site_controller import SiteController
from public_list.past.controller import PastListController
from public_list.past.pages import PastListPages
from registry.accounts import key_pages
from registry.accounts.controller import AccountController, ApiKeyController
from registry.accounts.forms import know_visitor, read_form
from registry.accounts.pages import SignInPages, work_page
from registry.allotments import pages as allotment_pages
from registry.allotments.controller import AllotmentController
from registry.appeals import handling_pages as appeal_handling_pages
from registry.appeals import pages as appeal_pages
from registry.appeals.controller import AppealController
from registry.audit import pages as audit_pages
from registry.audit_packs import pages as audit_pack_pages
from registry.audit_packs.controller import AuditPackController
from registry.availability import pages as adviser_time_pages
from registry.availability.controller import OwnTimeController
from registry.bookings import pages as booking_pages
from registry.bookings.controller import BookingController
from registry.certificates import pages as certificate_pages
from registry.certificates.controller import CertificateController
from registry.certificates.standing_controller import StandingController
from registry.dossiers import bulk_pages as bulk_grant_pages
from registry.dossiers import equivalence_pages, self_report_pages
from registry.dossiers import own_pages as own_dossier_pages
from registry.dossiers import pages as dossier_pages
from registry.dossiers.bulk_controller import BulkGrantController
from registry.dossiers.controller import DossierController
from registry.dossiers.equivalence_controller import EquivalenceController
from registry.dossiers.self_report_controller import SelfReportController
from registry.engagements import adviser_pages, ending_pages, municipality_pages
from registry.engagements.controller import BookingLifeController
from registry.engagements.own_controller import OwnBookingController
from registry.erasure import pages as erasure_pages
from registry.erasure.controller import ErasureController
from registry.evaluations import own_pages as own_evaluation_pages
from registry.evaluations import pages as evaluation_pages
from registry.evaluations.controller import EvaluationController
from registry.impartiality import pages as interest_pages
from registry.impartiality import waiver_pages
from registry.impartiality.controller import DeclaredRelationController, StatementController, WaiverController
from registry.intakes import coordinator_pages as region_coordinator_pages
from registry.intakes import pages as intake_pages
from registry.intakes import planning_pages as intake_planning_pages
from registry.intakes.controller import IntakeController, RegionCoordinatorController
from registry.measures import bulk_pages as bulk_measure_pages
from registry.measures import measure_pages
from registry.measures import pages as managed_certificate_pages
from registry.measures.controller import MeasureController
from registry.messages import pages as message_pages
from registry.organisations import partnership_pages, region_pages
from registry.organisations.controller import MunicipalityController, OrganisationController, RegionController
from registry.overview import pages as overview_pages
from registry.overview.controller import DayOverviewController
from registry.people import own_pages
from registry.people import pages as people_pages
from registry.people.controller import MergeController, OwnFileController, PersonController
from registry.programmes import pages as programme_pages
from registry.programmes.controller import ProgrammeController
from registry.renewals import own_pages as own_renewal_pages
from registry.renewals import pages as renewal_pages
from registry.renewals.controller import RenewalController
from registry.reorganisations import pages as reorganisation_pages
from registry.reorganisations.controller import ReorganisationController
from registry.reviews import pages as review_pages
from registry.reviews.controller import ReviewController
from registry.schemes import pages as scheme_pages
from registry.schemes.controller import SchemeController
from registry.takeovers import pages as takeover_pages
from registry.takeovers.controller import TakeoverController
from registry.watches import pages as watch_pages
from registry.watches.controller import WatchController

_OF_PARTS = {"parts": Provide(parts_of_tracks)}
"""What an audit pack asks of the exams, which the registry itself does not know."""

_OF_FILES = {"naming_files": Provide(ResultFiles, sync_to_thread=False)}
"""What erasing a person asks of the exams."""

_OF_NAMES = {"shown_names": Provide(PublicNames, sync_to_thread=False)}
"""What lists of certificates that somebody follows ask of the public list."""

_OF_LISTING = {"own_listing": Provide(PublicListing, sync_to_thread=False)}
"""What an adviser's own page asks of the public list."""

API_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    PublicListController,
    PastListController,
    CheckController,
    AccountController,
    ApiKeyController,
    OrganisationController,
    MunicipalityController,
    RegionController,
    PersonController,
    MergeController,
    Router("/", route_handlers=[ErasureController], dependencies=_OF_FILES),
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
    Router("/", route_handlers=[AuditPackController], dependencies=_OF_PARTS),
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

PAGE_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    Router(
        "/",
        route_handlers=[
            PublicPages,
            CheckPages,
            OpenDataPages,
            CheckListPages,
            PastListPages,
            TrackPages,
            scheme_pages.SchemePages,
            SignInPages,
            work_page(WAITING),
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
            examiner_approval_pages.ExaminerApprovalPages,
            dossier_pages.DossierPages,
            bulk_grant_pages.BulkGrantPages,
            own_dossier_pages.OwnDossierPages,
            equivalence_pages.OwnEquivalencePages,
            equivalence_pages.EquivalencePages,
            self_report_pages.OwnSelfReportPages,
            self_report_pages.SelfReportPages,
            appeal_pages.AppealPages,
            appeal_handling_pages.AppealHandlingPages,
            Router("/", route_handlers=[audit_pack_pages.AuditPackPages], dependencies=_OF_PARTS),
            audit_pages.AuditTrailPages,
            certificate_pages.OwnCertificatePages,
            certificate_pages.CertificatePages,
            review_pages.ReviewPages,
            managed_certificate_pages.ManagedCertificatePages,
            measure_pages.MeasurePages,
            bulk_measure_pages.BulkMeasurePages,
            interest_pages.InterestPages,
            waiver_pages.WaiverPages,
            own_renewal_pages.OwnRenewalPages,
            renewal_pages.RenewalPages,
            TakeoverFilePages,
            IntakeListPages,
            takeover_pages.TakeoverPages,
            intake_pages.IntakePages,
            intake_planning_pages.IntakePlanningPages,
            region_coordinator_pages.RegionCoordinatorPages,
            booking_pages.BookingPages,
            allotment_pages.AllotmentPages,
            programme_pages.ProgrammePages,
            region_pages.RegionPages,
            partnership_pages.PartnershipPages,
            municipality_pages.MunicipalityBookingPages,
            municipality_pages.MunicipalityBookingPage,
            ending_pages.BookingEndingPages,
            adviser_pages.AdviserBookingPages,
            adviser_pages.AdviserBookingPage,
            adviser_time_pages.AvailabilityPages,
            adviser_time_pages.TiePages,
            message_pages.InboxPages,
            message_pages.MailPages,
            reorganisation_pages.ReorganisationPages,
            evaluation_pages.EvaluationPages,
            own_evaluation_pages.OwnEvaluationPages,
            overview_pages.DayOverviewPages,
            people_pages.DuplicatePages,
            Router("/", route_handlers=[own_pages.OwnFilePages], dependencies=_OF_LISTING),
            Router("/", route_handlers=[erasure_pages.ErasurePages], dependencies=_OF_FILES),
            key_pages.KeyPages,
            Router("/", route_handlers=[watch_pages.WatchPages], dependencies=_OF_NAMES),
        ],
        before_request=know_visitor,
        dependencies={"form": Provide(read_form)},
    ),
)
"""Every page knows its visitor; what it takes from a form has passed the check of the session's token."""

ROOT_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    Router("/", route_handlers=[OpenDataFiles, OpenDataController, EmbeddedList, SiteController], include_in_schema=False),
    create_static_files_router(
        path="/static",
        directories=[Path(__file__).resolve().parent / "static"],
        cache_control=CacheControlHeader(public=True, max_age=3600),
        opt={"public": True},
        include_in_schema=False,
    ),
)
