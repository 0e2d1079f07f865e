from projects.models.memberships import Membership
from projects.models.money import BudgetLine, Disbursement, Earmark, Framework, Grant, LapseDecision, MoneyRow
from projects.models.places import Municipality, Organisation, Partnership, Programme, Project, ends_not_before_start

__all__ = [
    "BudgetLine",
    "Disbursement",
    "Earmark",
    "Framework",
    "Grant",
    "LapseDecision",
    "Membership",
    "MoneyRow",
    "Municipality",
    "Organisation",
    "Partnership",
    "Programme",
    "Project",
    "ends_not_before_start",
]
