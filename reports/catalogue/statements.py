from reports.catalogue.parts import COUNT, Entry, Figure, Rounding

STATEMENTS = (
    Figure(
        id="grants",
        reports=("overview",),
        meaning=(
            "What each applicant was granted for a project by the day, all budget lines together, as corrected since."
        ),
        source="source 002, Table 3",
        rows={"<project>": Entry("One for each project, by its code; a further applicant or title ends in -2, -3, ….")},
        columns={
            "title": Entry("The title that the grant was given under.", Rounding.TEXT),
            "grant": Entry("Kroner granted.", Rounding.KRONER),
        },
        total="All of them.",
    ),
    Figure(
        id="status",
        reports=("status",),
        meaning=(
            "Each citizen registered by the day in exactly one row, the first that fits. Notes say how many have left "
            "and how many have come back."
        ),
        source="source 000",
        rows={
            "in_course_exit": Entry(
                "A CTI course started by the day and not ended by it, whose goal on the day is to leave prostitution."
            ),
            "in_course_improve": Entry("The same with the goal of a better life situation."),
            "course_ended": Entry("A course was started, none is running."),
            "orientation": Entry(
                "A contact period begun by the day that has not ended by it and whose course has not started."
            ),
            "referred_on": Entry("Referred by the day to another offer or to the anti-trafficking action plan."),
            "support": Entry("Acute support or counselling, ended ones too: everyone else."),
        },
        columns=COUNT,
        total="The registered citizens.",
    ),
    Figure(
        id="economy",
        reports=("status",),
        meaning=(
            "The money by the day, as corrected since. A project has what is granted and paid out, and the lines it "
            "has been split into; the rest is empty."
        ),
        source="source 000",
        rows={
            "framework": Entry("What was set aside for the programme."),
            "granted_municipal": Entry("Granted to the municipal effort."),
            "granted_ngo": Entry("Granted to the cooperation with NGOs; a note gives what was earmarked."),
            "granted_implementation": Entry("Granted to implementation support."),
            "granted_dissemination": Entry("Granted to the dissemination of results."),
            "granted_other": Entry("Granted to anything else."),
            "granted_total": Entry("Everything granted; a reserve is granted to nobody."),
            "paid_out": Entry("Paid out. A note gives its share of what is granted and of the framework."),
            "not_granted": Entry("Framework minus granted in total."),
        },
        columns={"value": Entry("Kroner.", Rounding.KRONER)},
    ),
)
