"""What the tests of money enter: an amount in whole kroner becomes øre."""

import datetime as dt

from django.utils.timezone import localdate

from projects.money import services


def ago(days):
    return localdate() - dt.timedelta(days=days)


def grant(place, kroner=1000, **facts):
    """A grant to a project or, where `place` is a programme, to no project."""
    facts = {"applicant": "Kommunen", "title": "En vej videre", "granted_on": ago(30), "by": None, **facts}
    return services.grant_money(**_placed(place), amount_oere=kroner * 100, **facts)


def payment(place, kroner=100, **facts):
    return services.pay_out(**_placed(place), amount_oere=kroner * 100, **{"paid_on": ago(20), "by": None, **facts})


def framework(programme, kroner=10_000, **facts):
    facts = {"decided_on": ago(300), "by": None, **facts}
    return services.set_framework(programme=programme, amount_oere=kroner * 100, **facts)


def earmark(programme, line="ngo", kroner=2_000, **facts):
    facts = {"decided_on": ago(200), "by": None, **facts}
    return services.earmark(programme=programme, line=line, amount_oere=kroner * 100, **facts)


def _placed(place):
    return {"programme" if place._meta.model_name == "programme" else "project": place}
