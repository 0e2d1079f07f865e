"""The same figures with pandas: every row is read, then counted in memory. For comparison only.

Rows come by COPY and the C parser of `read_csv`, the fastest way that pandas has to so many of them.
"""

import io

import pandas as pd
from django.db import connection

SOURCES = {
    "enrolment": ("clients_enrolment", "project_id, client_id, starts_on, ends_on", "starts_on"),
    "client": ("clients_client", "project_id, id, birth_year, gender, source_id", None),
    "intervention": ("interventions_intervention", "id, project_id, client_id, type_id, starts_on", "starts_on"),
    "session": ("interventions_session", "id, project_id, client_id, intervention_id, held_on, attendance", "held_on"),
    "answer": (
        "wellbeing_wellbeingresponse",
        "project_id, client_id, answered_on, score, wave, superseded_by_id",
        "answered_on",
    ),
    "onward": ("clients_onwardreferral", "project_id, client_id, kind", "referred_on"),
    "type": ("interventions_interventiontype", "id, project_id, name, is_material_help", None),
    "source": ("clients_referralsource", "id, name", None),
}
DATES = {"starts_on", "ends_on", "held_on", "answered_on"}


def read(ids, day):
    """The tables as data frames: the projects' rows that begin by the day."""
    frames = {name: _read(*source, ids, day) for name, source in SOURCES.items()}
    topics = "SELECT t.session_id, t.challenge FROM interventions_sessiontopic t JOIN interventions_session s"
    topics += f" ON s.id = t.session_id WHERE s.project_id IN ({_listed(ids)})"
    return frames | {"topic": _copied(topics)}


def _read(table, columns, begins, ids, day):
    until = f" AND {begins} <= '{day}'" if begins else ""
    dates = [column for column in columns.split(", ") if column in DATES]
    return _copied(f"SELECT {columns} FROM {table} WHERE project_id IN ({_listed(ids)}){until}", dates)


def _listed(ids):
    return ", ".join(str(int(one)) for one in ids)


def _copied(query, dates=()):
    text = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)", text)
    text.seek(0)
    booleans = {"t": True, "f": False}
    frame = pd.read_csv(text, parse_dates=list(dates), keep_default_na=False, na_values=[""])
    return frame.assign(**{c: frame[c].map(booleans) for c in frame.columns if c.startswith("is_")})


def compute(frames, day):
    """The rows of the project report's figures by name, as `benchmarks.by_hand.SQL` gives them."""
    day = pd.Timestamp(day)
    citizens = _citizens(frames, day)
    return {
        "participation": _participation(citizens),
        "ages": _ages(citizens),
        "genders": _sizes(citizens.assign(gender=citizens.gender.fillna("")), "project_id", "gender"),
        **_interventions(frames, citizens),
        "citizens_by_challenge": _challenges(frames),
        **_wellbeing(frames["answer"]),
        "sources": _sizes(citizens.merge(frames["source"].rename(columns={"id": "source_id"}), how="left"),
                          "project_id", "name"),
        "onward": _sizes(frames["onward"].drop_duplicates(), "project_id", "kind"),
    }  # fmt: skip


def _citizens(frames, day):
    """One row a registered citizen, with the first day and the days of all stays."""
    stays = frames["enrolment"]
    days = (stays.ends_on.fillna(day).clip(upper=day) - stays.starts_on).dt.days
    by_client = stays.assign(days=days).groupby("client_id").agg(first=("starts_on", "min"), days=("days", "sum"))
    return frames["client"].merge(by_client, left_on="id", right_index=True)


def _participation(citizens):
    groups = citizens.assign(none=citizens.days == 0).groupby("project_id")
    return _rows(groups.agg(number=("id", "size"), none=("none", "sum"), days=("days", "sum")))


def _ages(citizens):
    return _sizes(citizens.assign(age=citizens["first"].dt.year - citizens.birth_year), "project_id", "age")


def _interventions(frames, citizens):
    sessions = frames["session"]
    attended = (sessions.attendance == "attended").groupby(sessions.intervention_id).any()
    rows = frames["intervention"]
    rows = rows[~rows.id.isin(attended.index[~attended])]
    pairs = rows[["client_id", "type_id"]].drop_duplicates()
    types = frames["type"].set_index("id")
    by_type = types.assign(citizens=pairs.type_id.value_counts()).fillna({"citizens": 0})
    helps = pairs[~pairs.type_id.map(types.is_material_help).astype(bool)]
    number = citizens.id.map(helps.client_id.value_counts()).fillna(0).clip(upper=4)
    return {
        "citizens_by_type": _rows(by_type.set_index(["project_id", "name"])[["citizens"]]),
        "types_per_citizen": _sizes(citizens.assign(number=number), "project_id", "number"),
    }


def _challenges(frames):
    attended = frames["session"][frames["session"].attendance == "attended"]
    about = frames["topic"].merge(attended, left_on="session_id", right_on="id")
    return _sizes(about[["project_id", "client_id", "challenge"]].drop_duplicates(), "project_id", "challenge")


def _wellbeing(answers):
    current = answers[answers.superseded_by_id.isna()]
    counted = answers[answers.wave.notna()]
    first = counted[counted.wave == 1].set_index("client_id").score
    waves = counted.assign(first=counted.client_id.map(first)).groupby(["project_id", "wave"])
    came_back = first.index.isin(counted[counted.wave == 2].client_id)
    firsts = counted[counted.wave == 1].assign(came_back=came_back, squares=lambda rows: rows.score**2)
    samples = firsts.groupby(["project_id", "came_back"])
    number = current.assign(none=current.score.isna()).groupby("project_id")
    return {
        "waves": _rows(waves.agg(n=("score", "size"), total=("score", "sum"), first=("first", "sum"))),
        "attrition": _rows(samples.agg(n=("score", "size"), total=("score", "sum"), squares=("squares", "sum"))),
        "answers": _rows(number.agg(n=("none", "size"), none=("none", "sum"))),
    }


def _sizes(frame, *columns):
    return _rows(frame.groupby(list(columns), dropna=False).size().to_frame("size"))


def _rows(frame):
    """A set of plain tuples; what is unknown is None, as from the database."""
    frame = frame.reset_index().astype(object)
    return set(frame.where(frame.notna(), None).itertuples(index=False, name=None))
