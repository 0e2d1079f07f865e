"""The programmes' money into the database, through the services that people use: a few rows, each with its event."""

from exchange.demo.money import MoneyPlan
from projects.models import Programme
from projects.money.amounts import OERE_PER_KRONE
from projects.money.services import earmark, grant_money, pay_out, set_framework


def enter_money(plan: MoneyPlan) -> None:
    """What the plan says of its programme and of its projects, which are there already; a command's work."""
    programme = Programme.objects.get(code=plan.programme)
    projects = {project.code: project for project in programme.projects.all()}
    _enter_framework(plan, programme)
    for grant in plan.grants:
        grant_money(
            programme=programme, project=projects[grant.project] if grant.project else None, line=grant.line,
            applicant=grant.applicant, title=grant.title, amount_oere=grant.kroner * OERE_PER_KRONE,
            granted_on=grant.granted_on, by=None,
        )  # fmt: skip
    for payment in plan.payments:
        pay_out(
            programme=programme, project=projects[payment.project] if payment.project else None,
            amount_oere=payment.kroner * OERE_PER_KRONE, paid_on=payment.paid_on, by=None,
        )  # fmt: skip


def _enter_framework(plan: MoneyPlan, programme: Programme) -> None:
    if plan.framework is not None:
        set_framework(
            programme=programme, amount_oere=plan.framework * OERE_PER_KRONE, decided_on=plan.decided_on, by=None
        )
    for line, kroner in plan.earmarks.items():
        earmark(
            programme=programme, line=line, amount_oere=kroner * OERE_PER_KRONE, decided_on=plan.decided_on, by=None
        )
