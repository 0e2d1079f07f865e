from django.urls import path

from exchange.views import ImportCancelView, ImportConfirmView, ImportPreviewView, ImportView, ReproductionPage

app_name = "exchange"
urlpatterns = [
    path("import/", ImportView.as_view(), name="import"),
    path("import/<str:token>/", ImportPreviewView.as_view(), name="import_preview"),
    path("import/<str:token>/confirm/", ImportConfirmView.as_view(), name="import_confirm"),
    path("import/<str:token>/cancel/", ImportCancelView.as_view(), name="import_cancel"),
]

# Outside every namespace and project: it is about the published reports.
root_urlpatterns = [path("reports/reproduction/", ReproductionPage.as_view(), name="reproduction")]
