"""What waits for whoever signs in: every topic with pages is asked, in this order."""

from collections.abc import Sequence

from exams.enrolments import pages as candidate_pages
from exams.funnel import pages as funnel_pages
from exams.home.examining import EXAMINING
from exams.integrity import pages as integrity_pages
from exams.pass_rates import pages as pass_rate_pages
from exams.results import pages as results_pages
from exams.sittings import approval_pages, examiner_pages
from exams.sittings import pages as sitting_pages
from public_list.past import pages as past_list_pages
from registry.accounts import key_pages
from registry.accounts.work import Waiting
from registry.admittance import pages as account_pages
from registry.allotments import pages as allotment_pages
from registry.appeals import handling_pages as appeal_handling_pages
from registry.audit import pages as audit_pages
from registry.audit_packs import pages as audit_pack_pages
from registry.certificates import pages as certificate_pages
from registry.dossiers import bulk_pages as bulk_grant_pages
from registry.dossiers import equivalence_pages, self_report_pages
from registry.dossiers import own_pages as own_dossier_pages
from registry.dossiers import pages as dossier_pages
from registry.engagements import work_cards as booking_work
from registry.erasure import pages as erasure_pages
from registry.evaluations import own_pages as own_evaluation_pages
from registry.evaluations import pages as evaluation_pages
from registry.home import trail_pages
from registry.home.certifying import CERTIFYING
from registry.home.deciding import DECIDING
from registry.home.engaging import ENGAGING
from registry.home.managing import MANAGING
from registry.home.own import OWN
from registry.home.rules import Kind
from registry.impartiality import pages as interest_pages
from registry.intakes import coordinator_pages as region_coordinator_pages
from registry.intakes import pages as intake_pages
from registry.measures import pages as managed_certificate_pages
from registry.messages import pages as message_pages
from registry.organisations import organisation_pages, partnership_pages, region_pages
from registry.overview import certificate_pages as certificate_figure_pages
from registry.overview import pages as overview_pages
from registry.people import own_pages as own_file_pages
from registry.people import pages as people_pages
from registry.programmes import pages as programme_pages
from registry.renewals import own_pages as own_renewal_pages
from registry.renewals import pages as renewal_pages
from registry.reorganisations import pages as reorganisation_pages
from registry.reviews import pages as review_pages
from registry.saved_filters import pages as saved_filter_pages
from registry.schemes import pages as scheme_pages
from registry.takeovers import pages as takeover_pages
from registry.watches import pages as watch_pages

WAITING: Sequence[Waiting] = (
    candidate_pages.waiting,
    results_pages.waiting,
    pass_rate_pages.waiting,
    funnel_pages.waiting,
    sitting_pages.waiting,
    examiner_pages.waiting,
    approval_pages.waiting,
    scheme_pages.waiting,
    dossier_pages.waiting,
    equivalence_pages.waiting,
    self_report_pages.waiting,
    appeal_handling_pages.waiting,
    bulk_grant_pages.waiting,
    own_dossier_pages.waiting,
    own_file_pages.waiting,
    certificate_pages.waiting,
    audit_pages.waiting,
    trail_pages.waiting,
    audit_pack_pages.waiting,
    past_list_pages.waiting,
    integrity_pages.waiting,
    review_pages.waiting,
    managed_certificate_pages.waiting,
    own_renewal_pages.waiting,
    renewal_pages.waiting,
    takeover_pages.waiting,
    interest_pages.waiting,
    intake_pages.waiting,
    region_coordinator_pages.waiting,
    booking_work.waiting,
    allotment_pages.waiting,
    watch_pages.waiting,
    saved_filter_pages.waiting,
    programme_pages.waiting,
    organisation_pages.waiting,
    region_pages.waiting,
    partnership_pages.waiting,
    message_pages.waiting,
    reorganisation_pages.waiting,
    evaluation_pages.waiting,
    own_evaluation_pages.waiting,
    overview_pages.waiting,
    certificate_figure_pages.waiting,
    people_pages.waiting,
    erasure_pages.waiting,
    account_pages.waiting,
    key_pages.waiting,
)

KINDS: Sequence[Kind] = (*EXAMINING, *DECIDING, *CERTIFYING, *ENGAGING, *MANAGING, *OWN)
"""What can wait for somebody, each kind with the role whose it is."""
