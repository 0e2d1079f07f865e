from django.urls import path

from wellbeing.consent_views import QuestionnaireNo, QuestionnaireYes
from wellbeing.views import AnswerDetail, CorrectAnswer, NewAnswer

app_name = "wellbeing"
urlpatterns = [
    path("citizens/<str:code>/who5/consent/", QuestionnaireYes.as_view(), name="consent"),
    path("citizens/<str:code>/who5/consent/withdraw/", QuestionnaireNo.as_view(), name="withdraw_consent"),
    path("citizens/<str:code>/who5/new/", NewAnswer.as_view(), name="new"),
    path("citizens/<str:code>/who5/<int:pk>/", AnswerDetail.as_view(), name="answer"),
    path("citizens/<str:code>/who5/<int:pk>/correct/", CorrectAnswer.as_view(), name="correct"),
]
