from django.urls import path

from casework.referrals import directory, lists, onward, receiving, sending

citizen = "citizens/<str:code>"
urlpatterns = [
    path(f"{citizen}/referrals/new/", sending.DraftView.as_view(), name="new_referral"),
    path(f"{citizen}/referrals/<int:pk>/change/", sending.ChangeDraftView.as_view(), name="change_referral"),
    path(f"{citizen}/referrals/<int:pk>/send/", sending.SendView.as_view(), name="send_referral"),
    path(f"{citizen}/referrals/<int:pk>/withdraw/", sending.WithdrawReferralView.as_view(), name="withdraw_referral"),
    path(f"{citizen}/onward/", onward.OnwardView.as_view(), name="onward"),
    path(f"{citizen}/onward/<int:pk>/outcome/", onward.OnwardOutcomeView.as_view(), name="onward_outcome"),
    path("referrals/", lists.ReferralsView.as_view(), name="referrals"),
    path("referrals/without-consent/", lists.OverridesView.as_view(), name="overrides"),
    path("referrals/<int:pk>/", receiving.CardView.as_view(), name="referral"),
    path("referrals/<int:pk>/accept/", receiving.AcceptView.as_view(), name="accept_referral"),
    path("referrals/<int:pk>/decline/", receiving.DeclineView.as_view(), name="decline_referral"),
    path("referrals/<int:pk>/outcome/", receiving.FinishView.as_view(), name="finish_referral"),
    path("offers/", directory.DirectoryView.as_view(), name="directory"),
    path("offers/new/", directory.AddOfferView.as_view(), name="add_offer"),
    path("offers/<int:pk>/", directory.ChangeOfferView.as_view(), name="change_offer"),
    path("offers/rules/new/", directory.AddRuleView.as_view(), name="add_routing_rule"),
    path("offers/rules/<int:pk>/remove/", directory.RemoveRuleView.as_view(), name="remove_routing_rule"),
]
