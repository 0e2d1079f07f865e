from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.languages import language_of_browser, remember_in_browser


class LanguageMiddleware:
    """Speak the signed-in person's language, else the one chosen in this browser, else the installation's.

    Nobody is guessed at from a header. The browser remembers a person's language, so that the page after
    signing out is not suddenly in another one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        language = user.language if user.is_authenticated else language_of_browser(request)
        with translation.override(language):
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        if language != language_of_browser(request):
            remember_in_browser(response, language)
        return response
