from django.urls import path

from casework import course_urls, day_urls, intake_urls
from casework.people import urls as people_urls
from casework.referrals import urls as referral_urls
from casework.views.citizen import CitizenView
from casework.views.citizens import CitizensView
from casework.views.citizens_file import CitizensFile
from casework.views.consents import GiveConsentView, WithdrawConsentView
from casework.views.enrolments import EndEnrolmentView, EnrolView
from casework.views.facts import AppointmentView, FactsView, ReferenceView
from casework.views.home import HomeView, ProjectView
from casework.views.register import RegisteredView, RegisterView

app_name = "casework"

urlpatterns = [
    path("citizens/", CitizensView.as_view(), name="citizens"),
    path("citizens/file/<str:format>/", CitizensFile.as_view(), name="citizens_file"),
    path("register/new/", RegisterView.as_view(), name="register"),
    path("citizens/<str:code>/", CitizenView.as_view(), name="citizen"),
    path("citizens/<str:code>/registered/", RegisteredView.as_view(), name="registered"),
    path("citizens/<str:code>/facts/", FactsView.as_view(), name="facts"),
    path("citizens/<str:code>/appointment/", AppointmentView.as_view(), name="appointment"),
    path("citizens/<str:code>/reference/", ReferenceView.as_view(), name="reference"),
    path("citizens/<str:code>/enrol/", EnrolView.as_view(), name="enrol"),
    path("citizens/<str:code>/end-enrolment/", EndEnrolmentView.as_view(), name="end_enrolment"),
    path("citizens/<str:code>/consent/", GiveConsentView.as_view(), name="give_consent"),
    path("citizens/<str:code>/consent/<int:pk>/withdraw/", WithdrawConsentView.as_view(), name="withdraw_consent"),
    *course_urls.urlpatterns,
    *day_urls.urlpatterns,
    *people_urls.urlpatterns,
    *referral_urls.urlpatterns,
    *intake_urls.urlpatterns,
]

# Outside every namespace and project: where a person begins.
root_urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("p/<str:project>/", ProjectView.as_view(), name="project"),
]
