"""A form whose token is stale: its writer has signed in anew, or has lost the browser's cookie, since it was opened."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from projects.pages import FormPage
from projects.views import plain


def failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing is done, as the token asks. But what was typed waits for its writer, whom the page's own seal names:
    another site cannot make one."""
    page = _form_page(request)
    if page is None or not page.keep_unsent(request, **page.kwargs):
        return plain.csrf_failure(request, reason)
    address = request.get_full_path()
    return HttpResponseRedirect(address) if request.user.is_authenticated else redirect_to_login(address)


def _form_page(request: HttpRequest) -> FormPage | None:
    """The form page that was about to answer, without the check that has just failed."""
    match = request.resolver_match
    view_class = getattr(match.func, "view_class", None) if match else None
    if match is None or view_class is None or not issubclass(view_class, FormPage):
        return None
    page: FormPage = view_class(**match.func.view_initkwargs)  # type: ignore[attr-defined]
    page.setup(request, *match.args, **match.kwargs)
    return page
