from django.urls import path

from reports.views import FiguresView, ReportPdfView

app_name = "reports"
urlpatterns = [
    path("figures/", FiguresView.as_view(), name="figures"),
    path("figures/report.pdf", ReportPdfView.as_view(), name="pdf"),
]
