"""What an import would do, and doing it. Preview, command and page use the same three functions."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.models import ReferralSource
from exchange.workbook.answers import compare_answers, stored_answers
from exchange.workbook.changes import KINDS, Changes
from exchange.workbook.checks import TypedRows, outside_enrolment, typed_rows
from exchange.workbook.citizens import StoredCitizens, compare_citizens, stored_citizens
from exchange.workbook.courses import compare_courses, stored_courses
from exchange.workbook.interventions import compare_interventions, stored_interventions
from exchange.workbook.issues import Issue, in_reading_order
from exchange.workbook.layout import SHEET_NAMES
from exchange.workbook.memory import rare_collections
from exchange.workbook.progress import Progress, silent
from exchange.workbook.reading import RawWorkbook, UnreadableWorkbookError, WorkbookFile, read_workbook
from exchange.workbook.writing import write_changes
from interventions.models import InterventionType
from projects.models import Organisation, Project


@dataclass
class Plan:
    """`created` and `updated` count the workbook's things by kind (KINDS); nothing is written with an error."""

    project: Project
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
    is_written: bool = False

    @property
    def created(self) -> dict[str, int]:
        return {kind: 0 if self.errors else self.changes.created_count[kind] for kind in KINDS}

    @property
    def updated(self) -> dict[str, int]:
        return {kind: 0 if self.errors else self.changes.updated_count[kind] for kind in KINDS}

    @property
    def new_sources(self) -> list[str]:
        return sorted(source.name for source in self.changes.created[ReferralSource])

    @property
    def new_types(self) -> list[str]:
        return sorted(type_.name for type_ in self.changes.created[InterventionType])

    def as_json(self) -> dict[str, Any]:
        """The object of figures.md, "Commands"."""
        return {
            "errors": [issue.as_json() for issue in self.errors],
            "warnings": [issue.as_json() for issue in self.warnings],
            "created": self.created,
            "updated": self.updated,
        }


def host_of(project: Project) -> Organisation:
    """The municipality's own organisation: imported citizens get its intake link and its references."""
    return project.partnerships.select_related("organisation").get(is_host=True).organisation


def plan(project: Project, file: WorkbookFile, *, progress: Progress = silent) -> Plan:
    """Every error and warning of the workbook, and what it would create and update; writes nothing."""
    with rare_collections():
        try:
            raw = read_workbook(file, progress=progress)
        except UnreadableWorkbookError as error:
            return Plan(project, errors=[Issue("", None, "", str(error))])
        return _plan(project, raw, progress)


def _plan(project: Project, raw: RawWorkbook, progress: Progress) -> Plan:
    typed = typed_rows(raw, progress=progress)
    rows = sum(len(typed.of(name)) for name in SHEET_NAMES)
    progress(_("Comparing with what is stored"), 0, rows)
    citizens = stored_citizens(project, host_of(project))
    changes = _compare(typed, citizens)
    progress(_("Comparing with what is stored"), rows, rows)
    spans = {row.reference: citizens.spans(row.reference) for row in typed.citizens}
    errors = raw.errors + typed.errors + changes.errors
    warnings = raw.warnings + typed.warnings + changes.warnings + list(outside_enrolment(typed, spans))
    if not errors:  # a bad row would be listed as gone
        warnings += changes.gone
    return Plan(project, in_reading_order(errors, SHEET_NAMES), in_reading_order(warnings, SHEET_NAMES), changes)


def record_preview(planned: Plan, *, by: Any) -> None:
    """A preview tells of stored citizens: whose rows are no longer in the file, and what it would change or
    empty of others'. That was seen by somebody."""
    clients = planned.changes.clients_changed()
    if not planned.errors:
        clients |= planned.changes.gone_clients
    if clients:
        record(Action.LISTED, [], by=by, clients=clients, project_id=planned.project.pk, subject_type="client")


def _compare(typed: TypedRows, citizens: StoredCitizens) -> Changes:
    changes = Changes()
    clients = compare_citizens(typed.citizens, citizens, changes)
    compare_interventions(
        [row for row in typed.interventions if row.reference in clients],
        clients, stored_interventions(citizens), changes,
    )  # fmt: skip
    compare_answers(
        [row for row in typed.answers if row.reference in clients], clients, stored_answers(citizens), changes
    )
    compare_courses(
        [row for row in typed.courses if row.reference in clients], clients, stored_courses(citizens), changes
    )
    return changes


@transaction.atomic
def apply(planned: Plan, *, by: Any, progress: Progress = silent) -> Plan:
    """Write what was planned, whole or not at all. Raises ValueError where the plan holds an error."""
    if planned.errors or planned.is_written:
        raise ValueError(_("Only a plan without errors can be written, and only once."))
    with rare_collections():
        write_changes(planned.changes, project=planned.project, by=by, progress=progress)
    planned.is_written = True
    return planned


@transaction.atomic
def import_workbook(project: Project, file: WorkbookFile, *, by: Any, progress: Progress = silent) -> Plan:
    """Plan and write in one transaction, one import of a project at a time; with errors nothing is written.

    Raises FileNotFoundError where the file's turn came after another import had used it up.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)  # others may go on adding rows
    planned = plan(project, file, progress=progress)
    return planned if planned.errors else apply(planned, by=by, progress=progress)
