"""Pages without a person: health and errors. They are drawn without the request, so a signed-in and a
signed-out person get the very same page, and a fault elsewhere cannot spread into them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def _page(template: str, status: int) -> HttpResponse:
    response = HttpResponse(render_to_string(template, {"site_name": settings.SITE_NAME}), status=status)
    add_never_cache_headers(response)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page("403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page("404.html", 404)


def too_many(request: HttpRequest, *args: Any) -> HttpResponse:
    return _page("429.html", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page("500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page("403_csrf.html", 403)
