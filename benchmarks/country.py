"""A whole country: 98 projects, each municipality's own, with as much registered as four years could bring.

Usage: python -m benchmarks.country [--citizens NUMBER]

Everything is made by the database itself. Chance has a fixed seed, so the same size gives the same rows. Nobody in it
exists, and nothing in it says how many citizens there are anywhere.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.db import connection, transaction

from benchmarks.clock import spent, without_parallel_workers

CITIZENS = 294_000
SEED = 0.2020


class Refused(Exception):  # noqa: N818 - reads as what happened
    """The database is not one to fill with invented citizens."""


# In this order; each statement takes what it needs from the rows before it. `%(citizens)s` is the number of citizens.
# A day is the 1st of January 2020 plus so many days: the last of them come after the day of the figures.
STEPS = {
    "accounts_user": """
        INSERT INTO accounts_user (password, email, name, language, is_active, joined_at, wants_digest)
        VALUES ('!', 'coordinator@country.example', 'Coordinator', 'en', true, '2020-01-01', true)""",
    "projects_organisation": """
        INSERT INTO projects_organisation (name, kind, municipality_id, letterhead)
        SELECT 'Organisation ' || code, 'municipality', code, '' FROM projects_municipality ORDER BY code""",
    "projects_project": """
        INSERT INTO projects_project
            (code, name, municipality_id, programme_id, starts_on, ends_on, visitation, silent_days, note_lock_days)
        SELECT 'K' || m.code, 'Project ' || m.code, m.code, p.id, '2020-01-01', '2023-12-31', 'central', 28, 14
        FROM projects_municipality m, projects_programme p WHERE p.code = 'EXIT2020' ORDER BY m.code""",
    "projects_partnership": """
        INSERT INTO projects_partnership (project_id, organisation_id, is_host, starts_on, answer_days)
        SELECT p.id, o.id, true, p.starts_on, 7
        FROM projects_project p JOIN projects_organisation o USING (municipality_id)""",
    "projects_membership": """
        INSERT INTO projects_membership
            (user_id, role, project_id, organisation_id, starts_on, proposed_at, approved_at)
        SELECT u.id, 'coordinator', p.project_id, p.organisation_id, p.starts_on, p.starts_on, p.starts_on
        FROM projects_partnership p, accounts_user u ORDER BY p.project_id LIMIT 1""",
    "clients_referralsource": """
        INSERT INTO clients_referralsource (project_id, name, created_at)
        SELECT id, 'Source ' || n, starts_on FROM projects_project, generate_series(1, 8) n ORDER BY id, n""",
    "interventions_interventiontype": """
        INSERT INTO interventions_interventiontype
            (project_id, national_id, name, "order", is_material_help, is_drop_in, is_professional_counselling,
             is_course)
        SELECT p.id, n.id, n.name, n."order", n.is_material_help, n.is_drop_in, n.is_professional_counselling,
            n.is_course
        FROM projects_project p, interventions_nationalinterventiontype n
        UNION ALL SELECT id, NULL, 'Local offer', 1000, false, false, false, false FROM projects_project
        ORDER BY 1, 4""",
    # Citizens of all projects come in turn, as they would over the years.
    "clients_client": """
        INSERT INTO clients_client
            (project_id, code, birth_year, gender, source_id, wish, next_appointment_on, next_appointment_place,
             created_at, is_anonymous)
        SELECT p.id, p.code || '-' || to_char(n, 'FM000000'),
            CASE WHEN random() < 0.85 THEN 1955 + floor(random() * 45) END,
            (array['woman', 'woman', 'woman', 'woman', 'man', 'non_binary', ''])[1 + floor(random() * 7)::int],
            CASE WHEN random() < 0.9 THEN p.source + floor(random() * 8) END, '',
            CASE WHEN random() < 0.3 THEN date '2023-11-01' + floor(random() * 60)::int END, '',
            date '2020-01-01' + (n * 1440 / %(citizens)s)::int, false
        FROM generate_series(1, %(citizens)s::bigint) n JOIN (
            SELECT p.id, p.code, min(s.id) source, row_number() OVER (ORDER BY p.code) - 1 AS place
            FROM projects_project p JOIN clients_referralsource s ON s.project_id = p.id GROUP BY p.id
        ) p ON p.place = n %% 98 ORDER BY n""",
    "clients_clientlink": """
        INSERT INTO clients_clientlink (project_id, client_id, organisation_id, basis, opens_on)
        SELECT c.project_id, c.id, p.organisation_id, 'intake', c.created_at
        FROM clients_client c JOIN projects_partnership p USING (project_id)""",
    # One stay each, some of no day at all; one in eight comes back.
    "clients_enrolment": """
        INSERT INTO clients_enrolment (project_id, client_id, starts_on, ends_on, is_imported)
        WITH first AS MATERIALIZED (
            SELECT project_id, id, created_at::date AS day, random() < 0.12 AS again,
                CASE WHEN random() < 0.05 THEN 0 ELSE floor(random() * 400)::int END AS days
            FROM clients_client)
        SELECT project_id, id, day, CASE WHEN again OR id %% 3 > 0 THEN day + days END, false FROM first
        UNION ALL
        SELECT project_id, id, day + days + 90, CASE WHEN id %% 2 = 0 THEN day + days + 200 END, false
        FROM first WHERE again""",
    "clients_onwardreferral": """
        INSERT INTO clients_onwardreferral (project_id, client_id, kind, referred_on, is_imported, outcome)
        SELECT project_id, id, CASE WHEN random() < 0.2 THEN 'anti_trafficking' ELSE 'other_offer' END,
            created_at::date + floor(random() * 200)::int, false, ''
        FROM clients_client WHERE random() < 0.25""",
    # 17 each on average, written in the order in which they began; each is of a citizen who had come by then.
    "interventions_intervention": """
        INSERT INTO interventions_intervention
            (project_id, client_id, type_id, provider_text, starts_on, ends_on, is_imported, end_reason)
        SELECT c.project_id, c.id, type + floor(power(random(), 1.5) * (2 + c.id %% 15))::int, '',
            day, CASE WHEN random() < 0.7 THEN day + 60 END, false, ''
        FROM (
            SELECT n - floor(power(random(), 1.5) * least(n, %(citizens)s * 0.35)) + before AS client,
                date '2020-01-01' + (n * 1440 / %(citizens)s)::int AS day
            FROM (SELECT 1 + s / 17 AS n FROM generate_series(0, 17 * %(citizens)s::bigint - 1) s) one,
                (SELECT min(id) - 1 AS before FROM clients_client) first
        ) one
        JOIN clients_client c ON c.id = client
        JOIN (SELECT project_id, min(id) AS type FROM interventions_interventiontype GROUP BY 1) t
            USING (project_id)""",
    "interventions_session": """
        INSERT INTO interventions_session
            (project_id, client_id, intervention_id, held_on, minutes, attendance, note, logged_by_id, logged_for_id,
             logged_at, kind)
        SELECT i.project_id, i.client_id, i.id, i.starts_on + 14 * n, 45,
            (array['attended', 'attended', 'attended', 'cancelled', 'no_show'])[1 + floor(random() * 5)::int],
            '', u.id, p.organisation_id, i.starts_on, 'individual'
        FROM interventions_intervention i JOIN projects_partnership p USING (project_id)
        CROSS JOIN accounts_user u CROSS JOIN LATERAL generate_series(1, 1 + (i.id %% 3)::int) n
        WHERE i.id %% 20 = 0""",
    "interventions_sessiontopic": """
        INSERT INTO interventions_sessiontopic (session_id, challenge)
        SELECT id, (array['housing', 'economy', 'network', 'mental_health', 'other'])[1 + (id + n * n) %% 5]
        FROM interventions_session, generate_series(0, 1) n WHERE n = 0 OR id %% 2 = 0""",
    # Two in five have a course: in its contact period, running or ended, some with a goal that changed.
    "cti_course": """
        INSERT INTO cti_course
            (project_id, client_id, contact_starts_on, starts_on, ends_on, end_reason, own_words, is_imported)
        SELECT project_id, id, day, CASE WHEN id %% 4 > 0 THEN day + 30 END,
            CASE WHEN random() < 0.6 THEN day + 30 + floor(random() * 400)::int END, '', '', false
        FROM (SELECT id, project_id, created_at::date + 10 AS day FROM clients_client WHERE random() < 0.4) one""",
    "cti_coursegoal": """
        INSERT INTO cti_coursegoal (course_id, goal, since)
        SELECT id, (array['leave', 'improve'])[1 + (id + n) %% 2], contact_starts_on + n * 100
        FROM cti_course, generate_series(0, 1) n WHERE n = 0 OR id %% 5 = 0""",
    "cti_phase": """
        INSERT INTO cti_phase (course_id, number, starts_on, ends_on)
        SELECT id, n, starts_on + (n - 1) * 120, starts_on + n * 120 - 1
        FROM cti_course, generate_series(1, 3) n WHERE starts_on IS NOT NULL""",
    # One to seven answers, about 60 days apart. Some lack an item; some come 20 days after a counted one.
    "wellbeing_wellbeingresponse": """
        INSERT INTO wellbeing_wellbeingresponse
            (project_id, client_id, answered_on, nth, item_1, item_2, item_3, item_4, item_5, score, wave, recorded_at,
             is_imported)
        WITH answered AS MATERIALIZED (
            SELECT project_id, id, n, created_at::date + n * 60 + floor(random() * 10)::int AS day,
                floor(random() * 6)::int AS a, floor(random() * 6)::int AS b, floor(random() * 6)::int AS c,
                CASE WHEN random() < 0.97 THEN floor(random() * 6)::int END AS d
            FROM clients_client CROSS JOIN LATERAL generate_series(0, (id %% 7)::int) n
        )
        SELECT project_id, id, day, 1, a, b, c, 3, d, 4 * (a + b + c + 3 + d),
            CASE WHEN d IS NOT NULL THEN count(d) OVER (PARTITION BY id ORDER BY n) END, day, false FROM answered
        UNION ALL SELECT project_id, id, day + 20, 1, b, a, c, 3, d, 4 * (a + b + c + 3 + d), NULL, day, false
        FROM answered WHERE d IS NOT NULL AND (id + n) %% 50 = 0""",
    # One in fifty corrects an answer of which an item was wrong.
    "superseded answers": """
        INSERT INTO wellbeing_wellbeingresponse
            (project_id, client_id, answered_on, nth, item_1, item_2, item_3, item_4, item_5, score, superseded_by_id,
             recorded_at, is_imported)
        SELECT project_id, client_id, answered_on, nth, 0, item_2, item_3, item_4, item_5, score - 4 * item_1, id,
            recorded_at, false
        FROM wellbeing_wellbeingresponse WHERE score IS NOT NULL AND id %% 50 = 0""",
}
TABLES = [name for name in STEPS if " " not in name]


def make_country(citizens: int = CITIZENS) -> dict[str, int]:
    """Fill the migrated, empty database; returns the number of rows by step. All of it or nothing.

    Raises Refused for another database than PostgreSQL, or one that holds a user, a project or a citizen.
    """
    refuse_what_is_not_empty()
    made = {}
    with transaction.atomic(), connection.cursor() as cursor, unindexed(TABLES):
        cursor.execute("SELECT setseed(%s)", [SEED])
        cursor.execute("SET LOCAL work_mem = '256MB'")
        for name, statement in STEPS.items():
            cursor.execute(statement, {"citizens": citizens})
            made[name] = cursor.rowcount
    return made


def refuse_what_is_not_empty() -> None:
    if connection.vendor != "postgresql":
        raise Refused("A country is made in PostgreSQL only. Set DATABASE_URL to an empty, migrated database.")
    with connection.cursor() as cursor:
        for table in ("accounts_user", "projects_project", "clients_client"):
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
            if cursor.fetchone()[0]:
                raise Refused(f"The database is in use: {table} has rows. Give an empty, migrated one.")


@contextmanager
def unindexed(tables: list[str]) -> Iterator[None]:
    """Without indexes and foreign keys while rows are written; afterwards they are made again, and so checked.

    Writing 5 million rows with them takes several times as long as making them afterwards.
    """
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, [tables])
        constraints = cursor.fetchall()
        for table, name, _definition in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
        cursor.execute(INDEXES, [tables])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in reversed(constraints):
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


# Foreign keys first, so that what they point to can go; made again in the opposite order.
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype IN ('f', 'u') AND conrelid = ANY(%s::regclass[]) ORDER BY contype, conname"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE NOT indisprimary AND indrelid = ANY(%s::regclass[]) ORDER BY 1"""


def settle() -> None:
    """What autovacuum does in the course of a day: statistics for the planner, and which pages all may see."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill an empty, migrated PostgreSQL database with a whole country.")
    parser.add_argument("--citizens", type=int, default=CITIZENS)
    arguments = parser.parse_args()
    django.setup()
    without_parallel_workers()
    began = spent()
    try:
        made = make_country(arguments.citizens)
    except Refused as refusal:
        parser.error(str(refusal))
    between = spent()
    settle()
    for name, number in made.items():
        print(f"{name:35}{number:>12,}")
    print(f"made in {between - began:.0f} s, vacuumed and analysed in {spent() - between:.0f} s of processor time")


if __name__ == "__main__":
    main()
