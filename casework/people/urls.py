"""The addresses of the records beside a citizen's facts and of the papers for the citizen; casework/urls.py takes
them in."""

from django.urls import path

from casework.baseline.views import BaselineView
from casework.people.sharing import SharedView
from casework.people.views import AgreementView, EndAnonymityView, HomeView, LegalBasisView, NewAgreementView
from casework.sheet.views import CardView, SheetFile, SheetView

urlpatterns = [
    path("citizens/<str:code>/participation/", EndAnonymityView.as_view(), name="end_anonymity"),
    path("citizens/<str:code>/home/", HomeView.as_view(), name="home_municipality"),
    path("citizens/<str:code>/home/agreements/new/", NewAgreementView.as_view(), name="new_agreement"),
    path("citizens/<str:code>/home/agreements/<int:pk>/", AgreementView.as_view(), name="agreement"),
    path("citizens/<str:code>/legal-basis/", LegalBasisView.as_view(), name="legal_basis"),
    path("citizens/<str:code>/consent/<int:pk>/shared/", SharedView.as_view(), name="shared"),
    path("citizens/<str:code>/courses/<int:pk>/baseline/", BaselineView.as_view(), name="baseline"),
    path("citizens/<str:code>/sheet/", SheetView.as_view(), name="sheet"),
    path("citizens/<str:code>/sheet/<str:language>/", SheetFile.as_view(), name="sheet_file"),
    path("citizens/<str:code>/card/", CardView.as_view(), name="card"),
]
