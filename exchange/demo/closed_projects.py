"""The four projects of 2020–2023 as quotas that give what source 002 §1.1 and §3 print.

Where the source contradicts itself, the quotas follow its rows: exchange/tests/test_demo_contradictions.py
names each place. What the source does not print (sources, wishes, dates, later waves' numbers) is invented.
"""

import datetime as dt

from clients.models import OnwardReferral
from exchange.demo.plans import (
    ACCOMPANIMENT,
    CASE_MANAGEMENT,
    CLOTHES,
    COORDINATION,
    COUNSELLING,
    CTI_COURSE,
    EMPLOYMENT,
    GROUP,
    INDIVIDUAL,
    PROFESSIONAL,
    SOCIAL,
    Group,
    Plan,
    Provider,
    Wave,
)

OPENED = dt.date(2021, 1, 1)
ENDED = dt.date(2023, 12, 31)
NOVEMBER = dt.date(2023, 11, 30)
ANTI_TRAFFICKING, OTHER_OFFER = OnwardReferral.Kind.ANTI_TRAFFICKING, OnwardReferral.Kind.OTHER_OFFER

AARHUS, REDEN_AARHUS, REDENUNG = "Aarhus Kommune, Center for Mestring", "Reden Aarhus", "RedenUng Aarhus"
KVISTEN, LIVAREHAB, JOAN = "Kvisten", "LivaRehab", "Joan-Søstrene"
CORE = (COORDINATION, PROFESSIONAL, CASE_MANAGEMENT, INDIVIDUAL)

AAR = Plan(
    code="AAR",
    name="FORandring",
    municipality="0751",
    visitation="central",
    opens_on=OPENED,
    ends_on=ENDED,
    as_of=NOVEMBER,
    host=AARHUS,
    partners={REDEN_AARHUS: None, REDENUNG: None, KVISTEN: None, LIVAREHAB: None, JOAN: dt.date(2022, 12, 31)},
    intake=(AARHUS,),
    mean_months="9.9",
    mean_age=32,
    bands={"18-25": 18, "26-30": 16, "31-35": 6, "36-45": 11, "46+": 8},
    genders={"woman": 73, "man": 4},
    groups=(
        Group(30, 0, (COUNSELLING,)),
        Group(20, 5),
        Group(1, 10, (CASE_MANAGEMENT,)),
        Group(2, 10, (COUNSELLING, COORDINATION)),
        Group(2, 11, (COUNSELLING, COORDINATION, CASE_MANAGEMENT)),
        Group(9, 13, CORE),
        Group(7, 14, (COUNSELLING, *CORE)),
        Group(3, 14, (*CORE, GROUP)),
        Group(1, 15, (COUNSELLING, COORDINATION, CASE_MANAGEMENT, INDIVIDUAL, GROUP)),
        Group(2, 15, (COUNSELLING, COORDINATION, PROFESSIONAL, INDIVIDUAL, GROUP)),
        Group(1, 15, (COUNSELLING, COORDINATION, PROFESSIONAL, CASE_MANAGEMENT, GROUP)),
    ),
    providers={
        COUNSELLING: Provider((AARHUS,)),
        PROFESSIONAL: Provider((AARHUS,)),
        COORDINATION: Provider((AARHUS,)),
        CASE_MANAGEMENT: Provider((AARHUS,), young=REDENUNG),
        INDIVIDUAL: Provider((KVISTEN,)),
        GROUP: Provider((KVISTEN,)),
    },
    waves=(
        Wave(28, 1008, 1008),
        Wave(22, 968, 784),
        Wave(18, 808, 644),
        Wave(15, 676, 540),
        Wave(13, 612, 464),
        Wave(11, 508, 396),  # +112 over 11 citizens: 10.18
    ),
    sources={
        "Borgeren selv": 17,
        "Mestringsvejleder": 12,
        "Rusmiddelcenter": 11,
        "Sygedagpenge": 8,
        "Forening med terapi": 14,
        "Værested": 9,
    },
    onward={OTHER_OFFER: 9},
    material={},
    running=14,
)

ESBJERG, REDEN_ESBJERG = "Esbjerg Kommune, Center for Misbrug", "KFUK's Sociale Arbejde, Reden Esbjerg"
BOTH_ESBJERG = Provider((REDEN_ESBJERG, ESBJERG, REDEN_ESBJERG))

ESB = Plan(
    code="ESB",
    name="Reden Esbjerg",
    municipality="0561",
    visitation="decentral",
    opens_on=OPENED,
    ends_on=ENDED,
    as_of=NOVEMBER,
    host=ESBJERG,
    partners={REDEN_ESBJERG: None},
    intake=(REDEN_ESBJERG, REDEN_ESBJERG, ESBJERG),
    mean_months="10.9",
    mean_age=41,
    bands={"18-25": 11, "26-30": 9, "31-35": 24, "36-45": 5, "46+": 35},
    genders={"woman": 79, "man": 5},
    groups=(
        Group(2, 2),
        Group(6, 5, (COUNSELLING,)),
        Group(6, 5, (SOCIAL,)),
        Group(38, 10, (COUNSELLING, SOCIAL)),
        Group(24, 13, (COUNSELLING, SOCIAL, ACCOMPANIMENT)),
        Group(1, 13, (COUNSELLING, SOCIAL, INDIVIDUAL)),
        Group(1, 13, (COUNSELLING, SOCIAL, GROUP)),
        Group(4, 16, (COUNSELLING, SOCIAL, ACCOMPANIMENT, GROUP)),
        Group(1, 16, (COUNSELLING, SOCIAL, ACCOMPANIMENT, INDIVIDUAL)),
        Group(1, 18, (COUNSELLING, SOCIAL, ACCOMPANIMENT, INDIVIDUAL, GROUP)),
    ),
    providers={
        COUNSELLING: BOTH_ESBJERG,
        SOCIAL: Provider((REDEN_ESBJERG,)),
        ACCOMPANIMENT: BOTH_ESBJERG,
        INDIVIDUAL: Provider((REDEN_ESBJERG,)),
        GROUP: Provider((REDEN_ESBJERG,)),
        CLOTHES: Provider((REDEN_ESBJERG,)),
    },
    # Seven answered a fourth time: fewer than ten, so the report leaves that wave out.
    waves=(Wave(27, 1144, 1144), Wave(12, 552, 504), Wave(11, 472, 460), Wave(7, 308, 292)),
    sources={
        "Borgeren selv": 31,
        "Opsøgende arbejde": 18,
        "Misbrugscenter": 15,
        "Jobcenter": 7,
        "Nabokommune": 6,
    },
    onward={OTHER_OFFER: 12},
    material={CLOTHES: 39},
    running=24,
)

ODENSE, REDEN_ODENSE = "Odense Kommune, Beskæftigelses- og Socialforvaltningen", "Reden Odense"

ODE = Plan(
    code="ODE",
    name="Nye Veje",
    municipality="0461",
    visitation="decentral",
    opens_on=OPENED,
    ends_on=ENDED,
    as_of=NOVEMBER,
    host=ODENSE,
    partners={REDEN_ODENSE: None},
    intake=(ODENSE, REDEN_ODENSE, ODENSE),
    mean_months="7.5",
    mean_age=33,
    bands={"18-25": 15, "26-30": 6, "31-35": 11, "36-45": 3, "46+": 12},
    genders={"woman": 38, "man": 6, "non_binary": 3},
    groups=(Group(30, 6, (COUNSELLING,)), Group(15, 10, (CTI_COURSE,)), Group(2, 13, (COUNSELLING, CTI_COURSE))),
    providers={COUNSELLING: Provider((ODENSE, REDEN_ODENSE)), CTI_COURSE: Provider((ODENSE, REDEN_ODENSE))},
    # Six answered a third time: fewer than ten, so the report leaves that wave out.
    waves=(Wave(21, 640, 640), Wave(12, 372, 360), Wave(6, 192, 180)),
    sources={"Borgeren selv": 10, "Opsøgende arbejde": 13, "Videnspersoner i kommunen": 12, "Jobcenter": 6},
    onward={OTHER_OFFER: 6},
    material={},
    running=10,
)

COPENHAGEN, REDEN_COPENHAGEN = "Københavns Kommune, Hjemløseenheden", "Reden København"
REDEN_INTERNATIONAL = "Reden International"

KBH = Plan(
    code="KBH",
    name="Exit-Prostitution København",
    municipality="0101",
    visitation="decentral",
    opens_on=OPENED,
    ends_on=ENDED,
    lapsed_on=dt.date(2023, 3, 10),  # source 002 §4.4
    as_of=dt.date(2023, 1, 31),
    host=COPENHAGEN,
    partners={REDEN_COPENHAGEN: None, REDEN_INTERNATIONAL: None, LIVAREHAB: None},
    intake=(REDEN_COPENHAGEN, REDEN_INTERNATIONAL, REDEN_COPENHAGEN, LIVAREHAB, COPENHAGEN),
    mean_months="7.2",
    mean_age=46,
    bands={"18-25": 3, "26-30": 9, "31-35": 7, "36-45": 22, "46+": 41},
    genders={"woman": 77},
    groups=(
        Group(11, 3),
        Group(32, 5, (COUNSELLING,)),
        Group(5, 7, (EMPLOYMENT,)),
        Group(2, 7, (GROUP,)),
        Group(18, 9, (COUNSELLING, EMPLOYMENT)),
        Group(6, 9, (COUNSELLING, GROUP)),
        Group(17, 12, (COUNSELLING, EMPLOYMENT, GROUP)),
    ),
    providers={
        COUNSELLING: Provider((REDEN_COPENHAGEN, REDEN_INTERNATIONAL, COPENHAGEN)),
        EMPLOYMENT: Provider((LIVAREHAB,)),
        GROUP: Provider((LIVAREHAB,)),
    },
    waves=(Wave(52, 2340, 2340), Wave(34, 1632, 1516), Wave(20, 1020, 896), Wave(11, 596, 496)),
    sources={
        "Borgeren selv": 22,
        "Opsøgende arbejde": 28,
        "Herberg": 13,
        "Jobcenter": 9,
        "Sundhedsvæsen": 6,
    },
    onward={ANTI_TRAFFICKING: 3, OTHER_OFFER: 8},
    material={},
    running=0,  # every enrolment ends by the as-of day
)

CLOSED_PROJECTS = (AAR, ESB, ODE, KBH)
