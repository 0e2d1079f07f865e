from django.urls import path

from interventions.views.catalogue import Catalogue, ChangeType, MoveType, OfferNationalType, OfferOwnType
from interventions.views.groups import CorrectGroupSession, GroupSessionDetail, NewGroupSession
from interventions.views.notes import AddToNote, CorrectSession
from interventions.views.quick import LogVisit, QuickLog, QuickSession
from interventions.views.work import ChangeDates, EndIntervention, InterventionDetail, NewIntervention, NewSession

app_name = "interventions"
urlpatterns = [
    path("log/", QuickLog.as_view(), name="quick"),
    path("groups/new/", NewGroupSession.as_view(), name="new_group"),
    path("groups/<int:pk>/", GroupSessionDetail.as_view(), name="group"),
    path("groups/<int:pk>/correct/", CorrectGroupSession.as_view(), name="correct_group"),
    path("citizens/<str:code>/log/", QuickSession.as_view(), name="quick_session"),
    path("citizens/<str:code>/visit/<int:pk>/", LogVisit.as_view(), name="visit"),
    path("citizens/<str:code>/interventions/new/", NewIntervention.as_view(), name="new"),
    path("citizens/<str:code>/interventions/<int:pk>/", InterventionDetail.as_view(), name="intervention"),
    path("citizens/<str:code>/interventions/<int:pk>/end/", EndIntervention.as_view(), name="end"),
    path("citizens/<str:code>/interventions/<int:pk>/dates/", ChangeDates.as_view(), name="dates"),
    path("citizens/<str:code>/interventions/<int:pk>/sessions/new/", NewSession.as_view(), name="new_session"),
    path("citizens/<str:code>/sessions/<int:pk>/", CorrectSession.as_view(), name="correct_session"),
    path("citizens/<str:code>/sessions/<int:pk>/addendum/", AddToNote.as_view(), name="add_to_note"),
    path("catalogue/", Catalogue.as_view(), name="catalogue"),
    path("catalogue/new/", OfferOwnType.as_view(), name="offer_own_type"),
    path("catalogue/<int:pk>/", ChangeType.as_view(), name="change_type"),
    path("catalogue/<int:pk>/up/", MoveType.as_view(), {"to": "up"}, name="move_up"),
    path("catalogue/<int:pk>/down/", MoveType.as_view(), {"to": "down"}, name="move_down"),
    path("catalogue/national/<int:pk>/", OfferNationalType.as_view(), name="offer_national_type"),
]
