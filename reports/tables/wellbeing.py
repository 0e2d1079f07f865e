from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext, ngettext, pgettext

from documents.numbers import number, rounded, signed
from documents.tables import Cell, Column, Note, Row, Table, count_cell, number_cell, signed_cell
from reports.figures.welch import Sample, Welch
from reports.figures.wellbeing import Answers, Attrition, Wave
from reports.tables import parts
from wellbeing.instrument import (
    CLINICALLY_SIGNIFICANT,
    HIGH_RISK_TO,
    POPULATION_MEAN,
    RISK_TO,
    RiskGroup,
    is_clinically_significant,
    risk_group,
)

LEAST_P = Fraction(1, 1000)
SIGNIFICANCE = Fraction(1, 20)


@dataclass(frozen=True)
class WaveRules:
    """The programme's settings: days between waves, fewest answers in a wave that is shown."""

    interval_days: int
    minimum: int


def who5_by_wave(waves: Sequence[Wave], answers: Answers, rules: WaveRules) -> Table:
    shown = shown_waves(waves, rules)
    return Table(
        id="who5_by_wave",
        title=gettext("Development in the citizens' WHO-5 index score"),
        source=parts.source(parts.WELLBEING_ANSWERS),
        row_label=gettext("Wave"),
        columns=(_n(), Column("mean", pgettext("table column", "Mean score"))),
        rows=tuple(_row(wave, {"mean": number_cell(wave.mean)}) for wave in shown),
        notes=(
            *(_risk_note(wave) for wave in shown), *_group_notes(), *_left_out(waves, rules), _wave_rule(rules),
            *_scoreless(answers),
        ),
        count_columns=("n",),
        extra={
            "population_mean": POPULATION_MEAN,
            "thresholds": (HIGH_RISK_TO, RISK_TO),
            "risk": {str(wave.number): _risk(wave).value for wave in shown},
        },
    )  # fmt: skip


def who5_change(waves: Sequence[Wave], rules: WaveRules) -> Table:
    pairs = [wave for wave in shown_waves(waves, rules) if wave.number > 1]
    return Table(
        id="who5_change",
        title=gettext("Change in the WHO-5 index score since the first wave"),
        source=parts.source(parts.WELLBEING_ANSWERS),
        row_label=gettext("Wave"),
        columns=(
            _n(), _mean_first(), Column("mean", pgettext("table column", "Mean score in this wave")),
            Column("change", pgettext("table column", "Change")),
        ),
        rows=tuple(_row(wave, _pair_cells(wave)) for wave in pairs),
        notes=(
            Note(gettext("Only citizens who answered both the first wave and the later one.")),
            *(_significance_note(wave) for wave in pairs), *_significance_rule(), *_left_out(waves, rules),
            _wave_rule(rules),
        ),
        count_columns=("n",),
        extra={"significant": {str(wave.number): is_clinically_significant(wave.change) for wave in pairs}},
    )  # fmt: skip


def who5_attrition(attrition: Attrition) -> Table:
    rows = (
        ("single", gettext("One counted answer only"), attrition.single),
        ("repeated", gettext("Two counted answers or more"), attrition.repeated),
    )
    return Table(
        id="who5_attrition",
        title=gettext("First WHO-5 index score of those who answered once and of those who answered again"),
        source=parts.source(parts.WELLBEING_ANSWERS),
        row_label=gettext("Citizens with"),
        columns=(_n(), _mean_first()),
        rows=tuple(Row(key, label, _sample_cells(sample)) for key, label, sample in rows),
        notes=(_test_note(attrition.test),),
        count_columns=("n",),
    )


def shown_waves(waves: Sequence[Wave], rules: WaveRules) -> list[Wave]:
    return [wave for wave in waves if wave.n >= rules.minimum]


def wave_label(number: int) -> str:
    return gettext("Wave %(number)s") % {"number": number}


def _n() -> Column:
    return Column("n", pgettext("table column", "Citizens (n)"))


def _mean_first() -> Column:
    return Column("mean_first", pgettext("table column", "Mean score in the first wave"))


def _row(wave: Wave, cells: dict[str, Cell]) -> Row:
    return Row(str(wave.number), wave_label(wave.number), {"n": count_cell(wave.n)} | cells)


def _pair_cells(wave: Wave) -> dict[str, Cell]:
    return {
        "mean_first": number_cell(wave.mean_first),
        "mean": number_cell(wave.mean),
        "change": signed_cell(wave.change),
    }


def _sample_cells(sample: Sample) -> dict[str, Cell]:
    return {"n": count_cell(sample.n), "mean_first": number_cell(sample.mean)}


def _risk(wave: Wave) -> RiskGroup:
    """The risk group of a mean is that of the rounded mean."""
    return risk_group(int(rounded(wave.mean)))


def _risk_note(wave: Wave) -> Note:
    facts = {"wave": wave_label(wave.number), "mean": number(wave.mean), "risk": _risk(wave).label}
    return Note(gettext("%(wave)s: mean %(mean)s, %(risk)s.") % facts)


def _group_notes() -> tuple[Note, ...]:
    text = gettext(
        "Scores go from 0 to 100. Up to %(high)s: high risk of depression or stress; up to %(risk)s: risk; "
        "above: no immediate risk. The mean of the population is %(population)s."
    )
    return (Note(text % {"high": HIGH_RISK_TO, "risk": RISK_TO, "population": POPULATION_MEAN}),)


def _wave_rule(rules: WaveRules) -> Note:
    text = gettext(
        "A citizen's first answer is the first wave. The next wave is the first answer at least %(days)s days after "
        "the last one counted, without an upper limit; answers in between are not counted. "
        "A wave is shown from %(minimum)s answers."
    )
    return Note(text % {"days": rules.interval_days, "minimum": rules.minimum})


def _left_out(waves: Sequence[Wave], rules: WaveRules) -> tuple[Note, ...]:
    """Which waves are missing, without saying how many answered them."""
    numbers = [wave.number for wave in waves if wave.n < rules.minimum]
    if not numbers:
        return () if waves else (Note(gettext("No WHO-5 answer has been counted yet.")),)
    text = ngettext(
        "%(waves)s is left out, because fewer than %(minimum)s citizens answered it.",
        "%(waves)s are left out, because fewer than %(minimum)s citizens answered each.",
        len(numbers),
    )
    return (Note(text % {"waves": ", ".join(wave_label(one) for one in numbers), "minimum": rules.minimum}),)


def _scoreless(answers: Answers) -> tuple[Note, ...]:
    if not answers.without_score:
        return ()
    text = ngettext(
        "%(count)s answer has no score, because a question is not answered; it counts nowhere.",
        "%(count)s answers have no score, because a question is not answered; they count nowhere.",
        answers.without_score,
    )
    return (Note(text % {"count": number(answers.without_score)}, counts=(answers.without_score,)),)


def _significance_note(wave: Wave) -> Note:
    facts = {"wave": wave_label(wave.number), "change": signed(wave.change)}
    if is_clinically_significant(wave.change):
        return Note(gettext("%(wave)s: %(change)s points, a clinically significant rise.") % facts)
    return Note(gettext("%(wave)s: %(change)s points, not a clinically significant rise.") % facts)


def _significance_rule() -> tuple[Note, ...]:
    text = gettext(
        "A mean's rise of %(points)s points or more, before rounding, is clinically significant. "
        "The published report once says %(points)s per cent; points are meant."
    )
    return (Note(text % {"points": CLINICALLY_SIGNIFICANT}),)


def _test_note(test: Welch | None) -> Note:
    if test is None:
        text = gettext("The difference cannot be tested: a group has fewer than two citizens, or all scores are alike.")
        return Note(text)
    p = Fraction(test.p)
    shown = f"p < {number(LEAST_P, 3)}" if p < LEAST_P else f"p = {number(p, 3)}"
    if p < SIGNIFICANCE:
        return Note(gettext("Welch's t-test: %(p)s. The groups' first scores differ significantly.") % {"p": shown})
    return Note(gettext("Welch's t-test: %(p)s. The groups' first scores do not differ significantly.") % {"p": shown})
