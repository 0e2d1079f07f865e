"""The figures as SQL written by hand for PostgreSQL: what the ORM's queries are measured against.

Each statement takes `%(ids)s`, the projects, and `%(day)s`, and gives the rows that `benchmarks.figures.PLAIN` makes of
the figure of the same name. Whoever finds a faster way to the same rows is welcome to write it here.
"""

RECEIVED = """
    project_id = ANY(%(ids)s::bigint[]) AND starts_on <= %(day)s AND id NOT IN (
        SELECT intervention_id FROM interventions_session
        WHERE project_id = ANY(%(ids)s::bigint[]) AND held_on <= %(day)s
        GROUP BY intervention_id HAVING NOT bool_or(attendance = 'attended'))"""
REGISTERED = """
    project_id = ANY(%(ids)s::bigint[]) AND id IN (
        SELECT client_id FROM clients_enrolment WHERE project_id = ANY(%(ids)s::bigint[]) AND starts_on <= %(day)s)"""

SQL = {
    "participation": """
        SELECT project_id, count(*), count(*) FILTER (WHERE days = 0), sum(days)
        FROM (
            SELECT project_id, client_id, sum(least(ends_on, %(day)s) - starts_on) AS days
            FROM clients_enrolment WHERE project_id = ANY(%(ids)s::bigint[]) AND starts_on <= %(day)s GROUP BY 1, 2
        ) citizen GROUP BY 1""",
    "ages": """
        SELECT project_id, (extract(year FROM first) - birth_year)::int, count(*)
        FROM (
            SELECT client_id, min(starts_on) AS first FROM clients_enrolment
            WHERE project_id = ANY(%(ids)s::bigint[]) AND starts_on <= %(day)s GROUP BY 1
        ) citizen JOIN clients_client c ON c.id = client_id GROUP BY 1, 2""",
    "genders": f"""
        SELECT project_id, gender, count(*) FROM clients_client WHERE {REGISTERED} GROUP BY 1, 2""",
    "citizens_by_type": f"""
        SELECT t.project_id, name, coalesce(citizens, 0),
            CASE WHEN is_professional_counselling THEN coalesce(cases, 0) END
        FROM interventions_interventiontype t LEFT JOIN (
            SELECT type_id, count(*) AS citizens, sum(n) AS cases
            FROM (
                SELECT type_id, client_id, count(*) AS n FROM interventions_intervention WHERE {RECEIVED} GROUP BY 1, 2
            ) one GROUP BY 1
        ) received ON type_id = t.id WHERE t.project_id = ANY(%(ids)s::bigint[])""",
    "types_per_citizen": f"""
        SELECT project_id, least(coalesce(types, 0), 4), count(*)
        FROM (
            SELECT DISTINCT project_id, client_id FROM clients_enrolment
            WHERE project_id = ANY(%(ids)s::bigint[]) AND starts_on <= %(day)s
        ) citizen LEFT JOIN (
            SELECT client_id, count(*) AS types
            FROM (SELECT DISTINCT client_id, type_id FROM interventions_intervention WHERE {RECEIVED}) one
            JOIN interventions_interventiontype t ON t.id = type_id WHERE NOT is_material_help GROUP BY 1
        ) received USING (client_id) GROUP BY 1, 2""",
    "citizens_by_challenge": """
        SELECT project_id, challenge, count(*)
        FROM (
            SELECT DISTINCT project_id, client_id, challenge
            FROM interventions_session s JOIN interventions_sessiontopic t ON t.session_id = s.id
            WHERE project_id = ANY(%(ids)s::bigint[]) AND held_on <= %(day)s AND attendance = 'attended'
        ) one GROUP BY 1, 2""",
    "waves": """
        SELECT r.project_id, r.wave, count(*), sum(r.score), sum(f.score)
        FROM wellbeing_wellbeingresponse r
        JOIN wellbeing_wellbeingresponse f ON f.client_id = r.client_id AND f.wave = 1
        WHERE r.project_id = ANY(%(ids)s::bigint[]) AND f.project_id = ANY(%(ids)s::bigint[]) AND r.wave IS NOT NULL
            AND r.answered_on <= %(day)s GROUP BY 1, 2""",
    "attrition": """
        SELECT f.project_id, s.client_id IS NOT NULL, count(*), sum(f.score), sum(f.score * f.score)
        FROM wellbeing_wellbeingresponse f LEFT JOIN wellbeing_wellbeingresponse s
            ON s.client_id = f.client_id AND s.wave = 2 AND s.answered_on <= %(day)s
            AND s.project_id = ANY(%(ids)s::bigint[])
        WHERE f.project_id = ANY(%(ids)s::bigint[]) AND f.wave = 1 AND f.answered_on <= %(day)s GROUP BY 1, 2""",
    "answers": """
        SELECT project_id, count(*), count(*) - count(score) FROM wellbeing_wellbeingresponse
        WHERE project_id = ANY(%(ids)s::bigint[]) AND answered_on <= %(day)s AND superseded_by_id IS NULL GROUP BY 1""",
    "sources": f"""
        SELECT c.project_id, name, c.citizens
        FROM (
            SELECT project_id, source_id, count(*) AS citizens FROM clients_client WHERE {REGISTERED} GROUP BY 1, 2
        ) c LEFT JOIN clients_referralsource s ON s.id = c.source_id""",
    "onward": """
        SELECT project_id, kind, count(DISTINCT client_id) FROM clients_onwardreferral
        WHERE project_id = ANY(%(ids)s::bigint[]) AND referred_on <= %(day)s GROUP BY 1, 2""",
    "standing": """
        WITH stays AS (
            SELECT client_id, count(*) AS stays, bool_or(coalesce(ends_on > %(day)s, true)) AS is_here
            FROM clients_enrolment WHERE project_id = ANY(%(ids)s::bigint[]) AND starts_on <= %(day)s GROUP BY 1
        ), goals AS (
            SELECT DISTINCT ON (course_id) course_id, goal
            FROM cti_coursegoal JOIN cti_course running ON running.id = course_id
            WHERE project_id = ANY(%(ids)s::bigint[]) AND starts_on <= %(day)s AND coalesce(ends_on > %(day)s, true)
            ORDER BY course_id, CASE WHEN since <= %(day)s THEN since END DESC NULLS LAST, since
        ), course AS (
            SELECT id, client_id, coalesce(starts_on <= %(day)s, false) AS has_started,
                coalesce(ends_on > %(day)s, true) AS is_open, contact_starts_on <= %(day)s AS in_contact
            FROM cti_course WHERE project_id = ANY(%(ids)s::bigint[])
        ), courses AS (
            SELECT client_id, bool_or(has_started) AS started, bool_or(has_started AND is_open) AS running,
                bool_or(has_started AND is_open AND goal = 'leave') AS leaving,
                bool_or(in_contact AND is_open AND NOT has_started) AS in_contact
            FROM course LEFT JOIN goals ON course_id = course.id GROUP BY 1
        ), referred AS (
            SELECT DISTINCT client_id, true AS referred FROM clients_onwardreferral
            WHERE project_id = ANY(%(ids)s::bigint[]) AND referred_on <= %(day)s
        )
        SELECT CASE WHEN leaving THEN 'in_course_exit' WHEN running THEN 'in_course_improve'
                WHEN started THEN 'course_ended' WHEN in_contact THEN 'orientation' WHEN referred THEN 'referred_on'
                ELSE 'support' END,
            count(*), count(*) FILTER (WHERE NOT is_here), count(*) FILTER (WHERE stays > 1)
        FROM stays LEFT JOIN courses USING (client_id) LEFT JOIN referred USING (client_id) GROUP BY 1""",
}
