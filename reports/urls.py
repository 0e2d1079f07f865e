from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("p/<str:project>/figures/", views.FiguresPage.as_view(), name="figures"),
    path("p/<str:project>/figures/report.<str:format>", views.FiguresFile.as_view(), name="file"),
    path("p/<str:project>/figures/status/", views.StatusPage.as_view(), name="status"),
    path("p/<str:project>/figures/status/report.<str:format>", views.StatusFile.as_view(), name="status_file"),
    path("programmes/<str:programme>/overview/", views.OverviewPage.as_view(), name="overview"),
    path("programmes/<str:programme>/overview/report.<str:format>", views.OverviewFile.as_view(), name="overview_file"),
    path("programmes/<str:programme>/status/", views.ProgrammeStatusPage.as_view(), name="programme_status"),
    path(
        "programmes/<str:programme>/status/report.<str:format>",
        views.ProgrammeStatusFile.as_view(),
        name="programme_status_file",
    ),
]
