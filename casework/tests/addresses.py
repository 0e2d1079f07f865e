"""The addresses of the citizens' pages, as the tests call them."""

from django.urls import reverse

# Every form about one citizen: its route, and something valid to send.
FORMS = {
    "facts": {"birth_year": "1980", "gender": "", "wish": "", "source": "", "other_source": ""},
    "appointment": {"next_appointment_on": "", "next_appointment_place": ""},
    "reference": {"alias": "Birk", "reference": "N-1"},
    "enrol": {"starts_on": "2020-01-01"},
    "end_enrolment": {"ends_on": "2020-01-01"},
    "give_consent": {},
    "onward": {"kind": "other_offer", "referred_on": "2020-01-01"},
}


def citizens(project):
    return reverse("casework:citizens", args=[project.code])


def register(project):
    return reverse("casework:register", args=[project.code])


def lookup(project):
    return reverse("casework:lookup", args=[project.code])


def of(client, route="citizen", *more):
    return reverse(f"casework:{route}", args=[client.project.code, client.code, *more])
