from reports.catalogue.parts import ALL, COUNT, SHARES, SHARES_TOTAL, Entry, Figure, Rounding

CITIZENS = (
    Figure(
        id="citizen_facts",
        reports=ALL,
        meaning=(
            "Who has been in the project by the day. A citizen who comes back is the same citizen; one who moves to "
            "another project is a new one there, so a sum over projects is no number of persons."
        ),
        source="source 002, Table 1 and its footnotes 1–3",
        rows={
            "registered": Entry(
                "Different citizens with an enrolment that starts on or before the day. In a project without central "
                "intake this counts codes.",
                Rounding.COUNT,
            ),
            "mean_participation_months": Entry(
                "Mean of each citizen's days, from start to end (or the day, while open) of every enrolment, divided "
                "by 30.4375; without those of less than a day.",
                Rounding.ONE,
            ),
            "under_one_day": Entry("Citizens whose days add up to less than one.", Rounding.COUNT),
            "mean_age_years": Entry(
                "Mean of the year of the first enrolment minus the year of birth, of those whose birth year is known.",
                Rounding.WHOLE,
            ),
        },
        columns={
            "value": Entry("In a project report: the project."),
            "<project>": Entry("In an overview: one column for each project, by its code."),
        },
    ),
    Figure(
        id="age_distribution",
        reports=ALL,
        meaning="The registered citizens by age: the year of the first enrolment minus the year of birth.",
        source="source 002, Tables 5, 8, 11 and 14",
        rows={
            "18-25": Entry("18 to 25 years. Nobody below 18 can be registered."),
            "26-30": Entry("26 to 30 years."),
            "31-35": Entry("31 to 35 years."),
            "36-45": Entry("36 to 45 years."),
            "46+": Entry("46 years or more, printed as over 45."),
        },
        columns=SHARES,
        total=SHARES_TOTAL,
        unknown="Registered citizens without a year of birth.",
    ),
    Figure(
        id="gender_distribution",
        reports=ALL,
        meaning="The registered citizens by gender, as known now.",
        source="source 002, Tables 6, 9, 12 and 15",
        rows={
            "woman": Entry("Women."),
            "man": Entry("Men."),
            "non_binary": Entry("Non-binary citizens."),
        },
        columns=SHARES,
        total=SHARES_TOTAL,
        unknown="Registered citizens without a registered gender.",
    ),
    Figure(
        id="referral_sources",
        reports=ALL,
        meaning="The registered citizens by where they came from, as known now.",
        source="source 002, chapter 4 (recruitment); the registration sheet of §5.3",
        rows={"<source>": Entry("One for each source of the project, by a key made of its name.")},
        columns=SHARES,
        total=SHARES_TOTAL,
        unknown="Registered citizens without a registered source.",
    ),
    Figure(
        id="referrals_onward",
        reports=ALL,
        meaning="Different citizens who were referred on by the day; each once under each kind.",
        source="source 002 §3.4 (Figure 7) and the registration sheet of §5.3",
        rows={
            "anti_trafficking": Entry("To the action plan against trafficking in human beings."),
            "other_offer": Entry("To another offer."),
        },
        columns=COUNT,
    ),
)
