"""Which language somebody reads before signing in, and where a switch of language leads."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme


def is_spoken(language: str) -> bool:
    """Whether the interface speaks the language with this code."""
    return language in dict(settings.LANGUAGES)


def language_of_browser(request: HttpRequest) -> str:
    """The language that was last chosen in this browser, else the installation's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if is_spoken(chosen) else settings.LANGUAGE_CODE


def remember_in_browser(response: HttpResponse, language: str) -> None:
    """Until the browser closes, as the session does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def way_back(request: HttpRequest) -> str:
    """The page of this site that a form was sent from; else the start page.

    The browser names it (`Referer`, which our policy keeps within the site): a page that wrote its own address
    down would repeat a search that was refused for what it holds.
    """
    address = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours and _is_opened_by_get(urlsplit(address).path) else reverse("home")


def _is_opened_by_get(path: str) -> bool:
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    view_class = getattr(view, "view_class", None)
    return view_class is None or hasattr(view_class, "get")
