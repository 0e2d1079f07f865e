from clients.focus_areas import CHALLENGES
from reports.catalogue.parts import ALL, COUNT, Entry, Figure

INTERVENTIONS = (
    Figure(
        id="citizens_by_intervention",
        reports=ALL,
        meaning=(
            "Different citizens who received each type of intervention by the day: from its start, unless it has "
            "sessions and none was attended. CTI courses are not counted, the interventions that they run as are."
        ),
        source="source 002, Figures 1, 3, 5 and 7",
        rows={
            "<type>": Entry(
                "One for each type that the project offers or has given. Of counselling a professional about a "
                "citizen, that citizen; the number of cases is a note, those about no citizen included."
            )
        },
        columns=COUNT,
    ),
    Figure(
        id="interventions_per_citizen",
        reports=ALL,
        meaning=(
            "The registered citizens by how many different types they received, each type once. Material help, such "
            "as free clothes, is not counted."
        ),
        source="source 002 §3.1–3.4, the text of Figures 1, 3, 5 and 7",
        rows={
            "0": Entry("None."),
            "1": Entry("One type."),
            "2": Entry("Two types."),
            "3": Entry("Three types."),
            "4+": Entry("Four types or more."),
        },
        columns=COUNT,
    ),
    Figure(
        id="citizens_by_challenge",
        reports=ALL,
        meaning="Different citizens with an attended session by the day that was about the challenge.",
        source="source 002 §5.3 (which challenges they got help with); the method's focus areas",
        rows={key: Entry(f"Sessions about: {key.replace('_', ' ')}.") for key, _label in CHALLENGES},
        columns=COUNT,
    ),
)
