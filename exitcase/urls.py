from django.urls import include, path

from casework import urls as casework_urls
from exchange import urls as exchange_urls
from projects.views.plain import health

urlpatterns = [
    path("health", health, name="health"),
    path("", include("accounts.urls")),
    path("", include("projects.urls")),
    path("", include("reports.urls")),
    path("", include(casework_urls.root_urlpatterns)),
    path("", include(exchange_urls.root_urlpatterns)),
    path("p/<str:project>/", include("casework.urls")),
    path("p/<str:project>/", include("interventions.urls")),
    path("p/<str:project>/", include("interventions.other_work.urls")),
    path("p/<str:project>/", include("cti.urls")),
    path("p/<str:project>/", include("wellbeing.urls")),
    path("p/<str:project>/", include("exchange.urls")),
]

handler400 = "projects.views.plain.bad_request"
handler403 = "projects.views.plain.forbidden"
handler404 = "projects.views.plain.not_found"
handler429 = "projects.views.plain.too_many"
handler500 = "projects.views.plain.server_error"
