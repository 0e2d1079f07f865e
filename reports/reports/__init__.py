"""Which tables make which report, of whom, and of which day."""

from reports.reports.base import Audience, Report
from reports.reports.days import AsOfInFuture
from reports.reports.kinds import KINDS, report_of
from reports.reports.overview import OverviewReport, programme_overview
from reports.reports.project import ProjectReport, project_report
from reports.reports.status import StatusReport, programme_status, project_status
from reports.reports.subjects import ReportProgramme, ReportProject

__all__ = [
    "KINDS",
    "AsOfInFuture",
    "Audience",
    "OverviewReport",
    "ProjectReport",
    "Report",
    "ReportProgramme",
    "ReportProject",
    "StatusReport",
    "programme_overview",
    "programme_status",
    "project_report",
    "project_status",
    "report_of",
]
