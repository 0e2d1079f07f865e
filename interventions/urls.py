from django.urls import path

from interventions.views.catalogue import Catalogue, OfferNationalType, OfferOwnType
from interventions.views.work import EndIntervention, InterventionDetail, NewIntervention, NewSession

app_name = "interventions"
urlpatterns = [
    path("citizens/<str:code>/interventions/new/", NewIntervention.as_view(), name="new"),
    path("citizens/<str:code>/interventions/<int:pk>/", InterventionDetail.as_view(), name="intervention"),
    path("citizens/<str:code>/interventions/<int:pk>/end/", EndIntervention.as_view(), name="end"),
    path("citizens/<str:code>/interventions/<int:pk>/sessions/new/", NewSession.as_view(), name="new_session"),
    path("catalogue/", Catalogue.as_view(), name="catalogue"),
    path("catalogue/new/", OfferOwnType.as_view(), name="offer_own_type"),
    path("catalogue/national/<int:pk>/", OfferNationalType.as_view(), name="offer_national_type"),
]
