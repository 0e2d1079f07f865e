from interventions.models.catalogue import InterventionType, NationalInterventionType
from interventions.models.groups import GroupSession, GroupSessionTopic
from interventions.models.work import Intervention, Session, SessionAddendum, SessionTopic

__all__ = [
    "GroupSession",
    "GroupSessionTopic",
    "Intervention",
    "InterventionType",
    "NationalInterventionType",
    "Session",
    "SessionAddendum",
    "SessionTopic",
]
