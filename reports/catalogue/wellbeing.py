from reports.catalogue.parts import ALL, Entry, Figure, Rounding, Setting
from wellbeing.instrument import CLINICALLY_SIGNIFICANT, FACTOR, HIGH_RISK_TO, ITEMS, POPULATION_MEAN, RISK_TO

INTERVAL = Setting("who5_interval_days", "least number of days from one wave to the next")
MINIMUM = Setting("who5_minimum", "fewest citizens in a wave that is shown")
N = Entry("Citizens.", Rounding.COUNT)
WAVE = "The first answer is wave 1; the next is the first answer at least so many days after the last one counted."

WELLBEING = (
    Figure(
        id="who5_by_wave",
        reports=ALL,
        meaning=(
            f"The mean WHO-5 index score of all who answered a wave by the day. A score is {FACTOR} × the sum of "
            f"{ITEMS} items of 0–5; an answer with an open item counts nowhere. Up to {HIGH_RISK_TO} is high risk of "
            f"depression or stress, up to {RISK_TO} risk; the population's mean is {POPULATION_MEAN}."
        ),
        source="source 002 §5.3, Figures 2, 4, 6 and 8",
        rows={"<wave>": Entry(f"One for each wave with enough answers. {WAVE}")},
        columns={"n": N, "mean": Entry("Mean score.", Rounding.WHOLE)},
        settings=(INTERVAL, MINIMUM),
    ),
    Figure(
        id="who5_change",
        reports=ALL,
        meaning=(
            "The change since the first wave, only of citizens who answered both. A mean's rise of "
            f"{CLINICALLY_SIGNIFICANT} points or more, before rounding, is clinically significant."
        ),
        source="source 002 §3.1–3.4 (points); §5.3 says per cent once, points are meant",
        rows={"<wave>": Entry("One for each wave from the second on with enough answers.")},
        columns={
            "n": Entry("Citizens who answered the first wave and this one.", Rounding.COUNT),
            "mean_first": Entry("Their mean score in the first wave.", Rounding.WHOLE),
            "mean": Entry("Their mean score in this wave.", Rounding.WHOLE),
            "change": Entry("The mean of their differences, rounded once.", Rounding.SIGNED),
        },
        settings=(INTERVAL, MINIMUM),
    ),
    Figure(
        id="who5_attrition",
        reports=ALL,
        meaning=(
            "The first scores of those who answered once and of those who answered again; a note gives Welch's t-test "
            "of the two means with its p value."
        ),
        source="source 002 §5.3",
        rows={
            "single": Entry("Citizens with one counted answer."),
            "repeated": Entry("Citizens with two counted answers or more."),
        },
        columns={"n": N, "mean_first": Entry("Mean score in the first wave.", Rounding.WHOLE)},
        settings=(INTERVAL,),
    ),
)
