"""Every page of the application, in the one place where they are gathered."""

from collections.abc import Sequence

from litestar import Router
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from config.guidance.pages import GuidePages
from config.guidance.statement_pages import STATEMENT_PAGES
from config.provisions import OF_FILES, OF_LISTING, OF_NAMES, OF_PARTS, OF_TABLES
from config.waiting import KINDS, WAITING
from exams.enrolments import pages as candidate_pages
from exams.enrolments.file_pages import EnrolmentFilePages
from exams.enrolments.teaching_pages import TeachingPages
from exams.funnel.pages import FunnelPages
from exams.integrity import pages as integrity_pages
from exams.pass_rates import pages as pass_rate_pages
from exams.results import pages as results_pages
from exams.results.preview_pages import PreviewPages
from exams.sittings import approval_pages, examiner_approval_pages, examiner_pages
from exams.sittings import pages as sitting_pages
from exams.takeovers.intake_pages import IntakeListPages
from exams.takeovers.pages import TakeoverFilePages
from exams.tracks.pages import TrackPages
from public_list.checking.credential_pages import CredentialPages
from public_list.checking.list_pages import CheckListPages
from public_list.checking.pages import CheckPages
from public_list.checking.proof_controller import ProofFiles
from public_list.figures.pages import FigurePages
from public_list.listing.pages import PublicPages
from public_list.open_data.pages import OpenDataPages
from public_list.past.pages import PastListPages
from registry.accounts import key_pages
from registry.accounts.forms import know_visitor, read_form
from registry.accounts.own_account_pages import OwnAccountPages
from registry.accounts.pages import SignInPages
from registry.accounts.second_factor_pages import SecondFactorPages
from registry.admittance import form_pages as account_form_pages
from registry.admittance import link_pages
from registry.admittance import pages as account_pages
from registry.allotments import pages as allotment_pages
from registry.appeals import handling_pages as appeal_handling_pages
from registry.appeals import pages as appeal_pages
from registry.audit import pages as audit_pages
from registry.audit_packs import pages as audit_pack_pages
from registry.availability import pages as adviser_time_pages
from registry.bookings import pages as booking_pages
from registry.certificates import pages as certificate_pages
from registry.dossiers import bulk_pages as bulk_grant_pages
from registry.dossiers import equivalence_pages, list_pages, self_report_pages
from registry.dossiers import own_pages as own_dossier_pages
from registry.dossiers import pages as dossier_pages
from registry.engagements import adviser_pages, ending_pages, municipality_pages
from registry.erasure import pages as erasure_pages
from registry.evaluations import own_pages as own_evaluation_pages
from registry.evaluations import pages as evaluation_pages
from registry.home.pages import home_page
from registry.home.trail_pages import TrailCheckPages
from registry.impartiality import pages as interest_pages
from registry.impartiality import waiver_pages
from registry.inspection.pages import OwnDataPages, PersonDataPages
from registry.intakes import coordinator_pages as region_coordinator_pages
from registry.intakes import pages as intake_pages
from registry.intakes import planning_pages as intake_planning_pages
from registry.measures import bulk_pages as bulk_measure_pages
from registry.measures import list_pages as managed_certificate_list_pages
from registry.measures import measure_pages
from registry.measures import pages as managed_certificate_pages
from registry.messages import pages as message_pages
from registry.organisations import municipality_pages as all_municipality_pages
from registry.organisations import organisation_pages, partnership_pages, region_pages
from registry.overview import certificate_pages as certificate_figure_pages
from registry.overview import pages as overview_pages
from registry.overview.allotment_pages import AllotmentCoursePages
from registry.people import own_pages
from registry.people import pages as people_pages
from registry.programmes import pages as programme_pages
from registry.public_log.pages import PublicLogPages
from registry.renewals import own_pages as own_renewal_pages
from registry.renewals import pages as renewal_pages
from registry.reorganisations import pages as reorganisation_pages
from registry.reviews import pages as review_pages
from registry.saved_filters import pages as saved_filter_pages
from registry.schemes import pages as scheme_pages
from registry.takeovers import pages as takeover_pages
from registry.timelines.pages import TimelinePages
from registry.watches import pages as watch_pages

PAGE_CONTROLLERS: Sequence[ControllerRouterHandler] = (
    Router(
        "/",
        route_handlers=[
            PublicPages,
            CheckPages,
            ProofFiles,
            PublicLogPages,
            OpenDataPages,
            CheckListPages,
            CredentialPages,
            PastListPages,
            FigurePages,
            TrackPages,
            scheme_pages.SchemePages,
            SignInPages,
            OwnAccountPages,
            SecondFactorPages,
            link_pages.LinkPages,
            link_pages.ForgottenPasswordPages,
            account_pages.AccountListPages,
            account_pages.AccountPages,
            account_form_pages.AccountFormPages,
            home_page(KINDS, WAITING),
            candidate_pages.CandidatePages,
            TeachingPages,
            EnrolmentFilePages,
            results_pages.UploadPages,
            PreviewPages,
            pass_rate_pages.PassRatePages,
            FunnelPages,
            integrity_pages.IntegrityPages,
            sitting_pages.SittingPages,
            examiner_pages.ExaminerPages,
            approval_pages.ApprovalPages,
            examiner_approval_pages.ExaminerApprovalPages,
            list_pages.DossierListPages,
            dossier_pages.DossierPages,
            bulk_grant_pages.BulkGrantPages,
            own_dossier_pages.OwnDossierPages,
            equivalence_pages.OwnEquivalencePages,
            equivalence_pages.EquivalencePages,
            self_report_pages.OwnSelfReportPages,
            self_report_pages.SelfReportPages,
            appeal_pages.AppealPages,
            appeal_handling_pages.AppealHandlingPages,
            Router("/", route_handlers=[audit_pack_pages.AuditPackPages], dependencies=OF_PARTS),
            audit_pages.AuditTrailPages,
            TrailCheckPages,
            certificate_pages.OwnCertificatePages,
            certificate_pages.CertificatePages,
            review_pages.ReviewPages,
            managed_certificate_list_pages.ManagedCertificateListPages,
            managed_certificate_pages.ManagedCertificatePages,
            TimelinePages,
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
            AllotmentCoursePages,
            programme_pages.ProgrammePages,
            region_pages.RegionPages,
            organisation_pages.OrganisationPages,
            all_municipality_pages.MunicipalityPages,
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
            certificate_figure_pages.CertificateFigurePages,
            people_pages.DuplicatePages,
            Router("/", route_handlers=[own_pages.OwnFilePages], dependencies=OF_LISTING),
            Router("/", route_handlers=[erasure_pages.ErasurePages], dependencies=OF_FILES),
            Router("/", route_handlers=[OwnDataPages, PersonDataPages], dependencies=OF_TABLES),
            key_pages.KeyPages,
            Router("/", route_handlers=[watch_pages.WatchPages], dependencies=OF_NAMES),
            saved_filter_pages.SavedFilterPages,
            GuidePages,
            *STATEMENT_PAGES,
        ],
        before_request=know_visitor,
        dependencies={"form": Provide(read_form)},
    ),
)
"""Every page knows its visitor; what it takes from a form has passed the check of the session's token."""
