"""Searching before registering, visitation, proposals and merging; casework/urls.py takes them in."""

from django.urls import path

from casework.views.lookup import LookupView
from casework.views.merging import MergeView, MergeWithView, UndoMergeView
from casework.views.proposals import (
    AdmitView,
    DeclineView,
    ProposalsView,
    ProposalView,
    ProposeView,
    RecogniseView,
    WithdrawProposalView,
)
from casework.views.visitation import IntakeView

urlpatterns = [
    path("register/", LookupView.as_view(), name="lookup"),
    path("proposals/", ProposalsView.as_view(), name="proposals"),
    path("proposals/new/", ProposeView.as_view(), name="propose"),
    path("proposals/<int:pk>/", ProposalView.as_view(), name="proposal"),
    path("proposals/<int:pk>/admit/", AdmitView.as_view(), name="admit"),
    path("proposals/<int:pk>/known/", RecogniseView.as_view(), name="recognise"),
    path("proposals/<int:pk>/decline/", DeclineView.as_view(), name="decline"),
    path("proposals/<int:pk>/withdraw/", WithdrawProposalView.as_view(), name="withdraw_proposal"),
    path("citizens/<str:code>/intake/", IntakeView.as_view(), name="intake"),
    path("citizens/<str:code>/merge/", MergeView.as_view(), name="merge"),
    path("citizens/<str:code>/merge/<str:other>/", MergeWithView.as_view(), name="merge_with"),
    path("citizens/<str:code>/merges/<int:pk>/undo/", UndoMergeView.as_view(), name="undo_merge"),
]
