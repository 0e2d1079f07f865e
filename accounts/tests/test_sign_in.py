import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from accounts.demonstration import DEMO_LOGINS, DEMO_PASSWORD
from accounts.models import User
from conftest import PASSWORD

LOGIN = "/login/"


@pytest.fixture
def user(db):
    return User.objects.create_user("anna@example.org", PASSWORD, name="Anna", language="en")


def sign_in(client, email="anna@example.org", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def signed_in(client):
    return "_auth_user_id" in client.session


def content_of(response):
    """The page without the bar at its top."""
    return response.content.decode().partition("<main")[2]


def error_of(response):
    return [str(message) for message in response.context["form"].non_field_errors()]


def test_the_right_password_leads_home(client, user):
    response = sign_in(client)
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert signed_in(client)


@pytest.mark.parametrize("email", ["ANNA@example.org", " anna@example.org "])
def test_capitals_and_spaces_in_the_address_do_not_matter(client, user, email):
    sign_in(client, email)
    assert signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client, user):
    known = error_of(sign_in(client, password="not the password"))
    unknown = error_of(sign_in(client, email="nobody@example.org"))
    assert known == unknown
    assert len(known) == 1
    assert not signed_in(client)


def test_empty_fields_each_say_so_and_what_was_typed_stays(client, user):
    response = sign_in(client, password="")
    assert list(response.context["form"].errors) == ["password"]
    assert 'value="anna@example.org"' in response.content.decode()


def test_a_closed_account_is_told_so_with_the_right_password_only(client, user):
    user.is_active = False
    user.save()
    assert error_of(sign_in(client, password="not the password"))
    response = sign_in(client)
    assert response.url == reverse("account_inactive")
    assert client.get(response.url).status_code == 200
    assert not signed_in(client)


def test_a_session_ends_the_moment_the_account_is_closed(as_user, cast):
    client = as_user(cast.administrator)
    assert client.get(reverse("projects:people")).status_code == 200
    User.objects.filter(pk=cast.administrator.pk).update(is_active=False)
    response = client.get(reverse("projects:people"))
    assert (response.status_code, response.url) == (302, "/login/?next=/people/")


def test_after_the_timeout_a_page_leads_to_sign_in_and_back(client, cast):
    def enter(**more):
        return sign_in(client, cast.administrator.email, **more)

    enter()
    session = Session.objects.get(session_key=client.session.session_key)
    assert session.expire_date <= timezone.now() + dt.timedelta(hours=8)
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    response = client.get("/people/?q=a")
    assert response.url == "/login/?next=/people/%3Fq%3Da"
    page = client.get(response.url).content.decode()
    assert 'name="next" value="/people/?q=a"' in page
    assert enter(next="/people/?q=a").url == "/people/?q=a"


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
@pytest.mark.parametrize("in_query", [True, False])
def test_next_never_leads_elsewhere(client, user, address, in_query):
    data = {"login": user.email, "password": PASSWORD}
    response = client.post(LOGIN, data, QUERY_STRING=f"next={address}") if in_query else sign_in(client, next=address)
    assert response.url == reverse("home")


def test_signing_in_gives_a_new_session(client, user):
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_sixth_wrong_attempt_is_refused_even_with_the_right_password(client, user):
    wrong = [error_of(sign_in(client, password=f"wrong {number}")) for number in range(5)]
    assert len({*map(tuple, wrong)}) == 1
    response = sign_in(client)
    assert not signed_in(client)
    assert error_of(response) != wrong[0]
    assert "15" in error_of(response)[0] or "kvarter" in error_of(response)[0] or "quarter" in error_of(response)[0]


def test_the_limit_is_one_address_s_not_everybody_s(client, user):
    for number in range(6):
        sign_in(client, "somebody@example.org", f"wrong {number}")
    sign_in(client)
    assert signed_in(client)


def test_thirty_wrong_attempts_from_one_place_are_the_last(client, user):
    for number in range(30):
        sign_in(client, f"guess{number}@example.org", "wrong")
    sign_in(client)
    assert not signed_in(client)


def test_the_count_is_kept_where_all_workers_see_it(settings, client, user):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    from django.db import connection

    sign_in(client, password="wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache_entries")
        assert cursor.fetchone()[0] >= 1


def test_signing_out_needs_a_button(client, user):
    sign_in(client)
    assert client.get("/logout/").status_code == 200
    assert signed_in(client)
    assert client.post("/logout/").url == LOGIN
    assert not signed_in(client)


def test_nobody_signs_up(client, db):
    data = {"email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD}
    for response in (client.get("/signup/"), client.post("/signup/", data)):
        assert response.status_code == 200
        assert "<form" not in content_of(response)
    assert not User.objects.exists()


@pytest.mark.parametrize("demonstration", [True, False])
def test_published_logins_stand_on_the_page_in_a_demonstration_only(client, db, settings, demonstration):
    settings.DEMONSTRATION = demonstration
    page = content_of(client.get(f"{LOGIN}?next=/people/"))
    for login in DEMO_LOGINS:
        assert (login.email in page) is demonstration
        assert (login.name in page) is demonstration
    assert (DEMO_PASSWORD in page) is demonstration
    forms = len(DEMO_LOGINS) + 1 if demonstration else 1
    assert page.count("<form") == page.count("csrfmiddlewaretoken") == page.count('name="next"') == forms


def test_a_published_login_signs_in(client, db, settings):
    settings.DEMONSTRATION = True
    login = DEMO_LOGINS[0]
    User.objects.create_user(login.email, DEMO_PASSWORD, name=login.name)
    sign_in(client, login.email, DEMO_PASSWORD)
    assert signed_in(client)


@pytest.fixture
def published(db):
    login = DEMO_LOGINS[0]
    return User.objects.create_user(login.email, DEMO_PASSWORD, name=login.name, language="en")


@pytest.mark.parametrize("capitals", [False, True])
def test_a_published_login_opens_nothing_in_production(client, published, settings, capitals):
    """Somebody tried the demonstration on the database that production now runs on."""
    settings.PRODUCTION = True
    email = published.email.upper() if capitals else published.email
    refused = sign_in(client, email, DEMO_PASSWORD)
    assert error_of(refused) == error_of(sign_in(client, "nobody@example.org"))
    assert not signed_in(client)


def test_a_published_login_opens_the_demonstration(client, published):
    sign_in(client, published.email, DEMO_PASSWORD)
    assert signed_in(client)


def test_everybody_else_signs_in_in_production(client, user, settings):
    settings.PRODUCTION = True
    sign_in(client)
    assert signed_in(client)
