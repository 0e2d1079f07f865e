"""Everything that the project report tells, of several projects at once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from reports.figures import interventions, population, referrals, wellbeing
from reports.figures.grouping import Ids
from reports.figures.interventions import TypeCount
from reports.figures.population import Ages, Genders, Participation
from reports.figures.referrals import Sources
from reports.figures.wellbeing import Answers, Attrition, Wave


@dataclass(frozen=True)
class Figures:
    """One project's figures as of a day."""

    participation: Participation
    ages: Ages
    genders: Genders
    types: tuple[TypeCount, ...]
    types_per_citizen: Mapping[int, int]
    challenges: Mapping[str, int]
    waves: tuple[Wave, ...]
    answers: Answers
    attrition: Attrition
    sources: Sources
    onward: Mapping[str, int]


def gather(projects: Ids, day: dt.date) -> dict[int, Figures]:
    participation, ages = population.participation(projects, day), population.ages(projects, day)
    genders = population.genders(projects, day)
    types, per_citizen = interventions.citizens_by_type(projects, day), interventions.types_per_citizen(projects, day)
    challenges = interventions.citizens_by_challenge(projects, day)
    waves, answers = wellbeing.waves(projects, day), wellbeing.answers(projects, day)
    attrition = wellbeing.attrition(projects, day)
    sources, onward = referrals.sources(projects, day), referrals.onward(projects, day)
    return {
        one: Figures(
            participation=participation[one],
            ages=ages[one],
            genders=genders[one],
            types=types[one],
            types_per_citizen=per_citizen[one],
            challenges=challenges[one],
            waves=waves[one],
            answers=answers[one],
            attrition=attrition[one],
            sources=sources[one],
            onward=onward[one],
        )
        for one in projects
    }
