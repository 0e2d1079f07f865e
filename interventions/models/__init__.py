from interventions.models.catalogue import InterventionType, NationalInterventionType
from interventions.models.groups import GroupSession, GroupSessionTopic
from interventions.models.work import Intervention, Session, SessionAddendum, SessionTopic
from interventions.other_work import models as other_work

__all__ = [
    "GroupSession",
    "GroupSessionTopic",
    "Intervention",
    "InterventionType",
    "NationalInterventionType",
    "Session",
    "SessionAddendum",
    "SessionTopic",
    "other_work",
]
