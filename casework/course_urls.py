"""The addresses that start and end a CTI course; casework/urls.py takes them in."""

from django.urls import path

from casework.views.courses import EndCourse, StartAfterContact, StartNewCourse

urlpatterns = [
    path("citizens/<str:code>/course/start/", StartNewCourse.as_view(), name="start_new_course"),
    path("citizens/<str:code>/courses/<int:pk>/start/", StartAfterContact.as_view(), name="start_course"),
    path("citizens/<str:code>/courses/<int:pk>/end/", EndCourse.as_view(), name="end_course"),
]
