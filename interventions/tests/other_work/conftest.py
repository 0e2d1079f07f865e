"""An entry of each kind in one line; every fact can be given."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from interventions.other_work import services

DAY = dt.timedelta(days=1)


class Log:
    """What NGO one's caseworker enters, today unless said otherwise."""

    def __init__(self, cast):
        self.done = {"project": cast.project, "organisation": cast.ngo, "by": cast.caseworker}

    def _facts(self, facts):
        return {"held_on": localdate(), "minutes": 30} | self.done | facts

    def outreach(self, **facts):
        return services.log_outreach(**{"channel": "street", "people": 5} | self._facts(facts))

    def training(self, **facts):
        needed = {"kind": "presentation", "topic": "Tilbud", "workplace": "job_centre", "professionals": 10}
        return services.log_training(**needed | self._facts(facts))

    def meeting(self, **facts):
        return services.log_meeting(**{"topic": "Overgange", "others": 2} | self._facts(facts))

    def consultation(self, **facts):
        return services.log_consultation(**{"workplace": "health"} | self._facts(facts))


@pytest.fixture
def log(cast):
    return Log(cast)
