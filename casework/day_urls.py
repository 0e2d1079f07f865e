"""The addresses of a day's work; casework/urls.py takes them in."""

from django.urls import path

from casework.views.assigning import AssignView, CoversView, EndCoverView, NewCoverView
from casework.views.today import AgendaView, MoreView, TodayView

urlpatterns = [
    path("today/", TodayView.as_view(), name="today"),
    path("agenda/", AgendaView.as_view(), name="agenda"),
    path("agenda/<str:week>/", AgendaView.as_view(), name="agenda_week"),
    path("more/", MoreView.as_view(), name="more"),
    path("cover/", CoversView.as_view(), name="covers"),
    path("cover/new/", NewCoverView.as_view(), name="new_cover"),
    path("cover/<int:pk>/end/", EndCoverView.as_view(), name="end_cover"),
    path("citizens/<str:code>/contact-person/", AssignView.as_view(), name="assign"),
]
