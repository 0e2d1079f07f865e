from django.urls import reverse


def test_sign_in_page(person):
    person.open(reverse("account_login")).looks_right()
