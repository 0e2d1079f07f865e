from django.urls import path

from cti.views import ChangeActivity, ChangeGoal, ChooseFocus, CourseDetail, NewActivity, OpenContact

app_name = "cti"
course = "citizens/<str:code>/courses/<int:pk>/"
urlpatterns = [
    path("citizens/<str:code>/course/contact/", OpenContact.as_view(), name="open_contact"),
    path(course, CourseDetail.as_view(), name="course"),
    path(f"{course}goal/", ChangeGoal.as_view(), name="goal"),
    path(f"{course}phases/<int:number>/focus/", ChooseFocus.as_view(), name="focus"),
    path(f"{course}phases/<int:number>/activities/new/", NewActivity.as_view(), name="new_activity"),
    path(f"{course}activities/<int:activity>/", ChangeActivity.as_view(), name="activity"),
]
