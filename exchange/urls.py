from django.urls import path

from exchange.views import ImportCancelView, ImportConfirmView, ImportPreviewView, ImportView

app_name = "exchange"
urlpatterns = [
    path("import/", ImportView.as_view(), name="import"),
    path("import/<str:token>/", ImportPreviewView.as_view(), name="import_preview"),
    path("import/<str:token>/confirm/", ImportConfirmView.as_view(), name="import_confirm"),
    path("import/<str:token>/cancel/", ImportCancelView.as_view(), name="import_cancel"),
]
