"""The published logins of a demonstration. They exist only where `load_demo` made them, never in production."""

from typing import NamedTuple

DEMO_PASSWORD = "demo-adgang-2024"  # noqa: S105


class DemoLogin(NamedTuple):
    """`role` is a value of projects.access.Role: that room lies further on, so it is text here."""

    role: str
    email: str
    name: str


DEMO_LOGINS = [
    DemoLogin("coordinator", "koordinator@demo.example", "Koordinator Demo"),
    DemoLogin("caseworker", "medarbejder@demo.example", "Medarbejder Demo"),
    DemoLogin("caseworker", "medarbejder2@demo.example", "Anden Medarbejder Demo"),
    DemoLogin("lead", "leder@demo.example", "Projektleder Demo"),
    DemoLogin("evaluator", "evaluator@demo.example", "Evaluator Demo"),
    DemoLogin("administrator", "administrator@demo.example", "Administrator Demo"),
    DemoLogin("administrator", "administrator2@demo.example", "Anden Administrator Demo"),
    DemoLogin("data_protection_officer", "databeskyttelse@demo.example", "Databeskyttelse Demo"),
]


def is_published(email: str) -> bool:
    return email.lower() in {login.email for login in DEMO_LOGINS}
