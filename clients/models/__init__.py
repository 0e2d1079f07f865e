from clients.assignments.models import Assignment, Cover
from clients.directory.models import Offer, RoutingRule
from clients.drafts.models import Draft
from clients.merging.models import ClientMerge
from clients.models.access import ClientLink, Consent
from clients.models.citizen import Client, ClientReference, Gender, Goal, ReferralSource
from clients.models.stays import Enrolment, OnwardReferral
from clients.records import EndOfAnonymity, HomeAgreement, LegalBasis
from clients.referrals.models import Referral
from clients.visitation.models import IntakeDecision, Judgement, Proposal

__all__ = [
    "Assignment",
    "Client",
    "ClientLink",
    "ClientMerge",
    "ClientReference",
    "Consent",
    "Cover",
    "Draft",
    "EndOfAnonymity",
    "Enrolment",
    "Gender",
    "Goal",
    "HomeAgreement",
    "IntakeDecision",
    "Judgement",
    "LegalBasis",
    "Offer",
    "OnwardReferral",
    "Proposal",
    "Referral",
    "ReferralSource",
    "RoutingRule",
]
