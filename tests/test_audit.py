"""Every service leaves one event or more: who, what, which rows, which citizen, and no word of what was written."""

import ast
import datetime as dt

import pytest
from django.conf import settings
from django.utils.timezone import localdate

from accounts import services as accounts
from audit.models import Action, AuditEvent
from casework import services as casework
from casework.baseline.services import save_baseline
from clients import homes, legal, onward, participation
from clients import services as clients
from clients.assignments import services as assignments
from clients.directory import services as directory
from clients.referrals import services as referrals
from cti import services as cti
from interventions import services as interventions
from interventions.catalogue import services as catalogue
from interventions.groups import services as groups
from interventions.groups.correcting import correct_group_session
from interventions.notes import services as notes
from interventions.other_work import services as other_work
from projects import services as projects
from projects.access import Role
from projects.money import services as money
from wellbeing import consents as questionnaire
from wellbeing import services as wellbeing

WORD = "Hverdagen"  # planted in every text below


def today():
    return localdate()


# name: (the call, by whom, the event's action and kind of subject, whether it concerns the citizen)
CALLS = {
    "register": (
        lambda c, r, by: clients.register_client(
            project=c.project, organisation=c.municipality, starts_on=today(), reference=WORD, alias=WORD, by=by
        ),
        "coordinator", Action.CREATED, "client", False,
    ),
    "own reference": (
        lambda c, r, by: clients.set_reference(r.client, c.municipality, reference=WORD, alias=WORD, by=by),
        "coordinator", Action.CHANGED, "clientreference", True,
    ),
    "facts": (lambda c, r, by: clients.change_facts(r.client, gender="man", by=by),
              "coordinator", Action.CHANGED, "client", True),
    "end enrolment": (lambda c, r, by: clients.end_enrolment(r.client, ends_on=today(), by=by),
                      "coordinator", Action.ENDED, "enrolment", True),
    "consent": (lambda c, r, by: clients.give_consent(r.client, c.other_ngo, starts_on=today(), by=by),
                "coordinator", Action.CREATED, "consent", True),
    "withdrawal": (lambda c, r, by: clients.withdraw_consent(r.consent, by=by),
                   "coordinator", Action.ENDED, "consent", True),
    "onward": (lambda c, r, by: onward.refer_onward(r.client, kind="other_offer", referred_on=today(), by=by),
               "coordinator", Action.CREATED, "onwardreferral", True),
    "contact person": (
        lambda c, r, by: assignments.assign(r.client, worker=by, since=today(), by=by),
        "coordinator", Action.CHANGED, "assignment", True,
    ),
    "cover": (
        lambda c, r, by: assignments.arrange_cover(
            project=c.project, person=by, colleague=c.colleague, starts_on=today(), ends_on=today(), by=by
        ),
        "caseworker", Action.CREATED, "cover", False,
    ),
    "end of cover": (lambda c, r, by: assignments.end_cover(r.cover, by=by),
                     "coordinator", Action.ENDED, "cover", False),
    "settings": (
        lambda c, r, by: projects.change_project_settings(c.project, answer_days={}, silent_days=5, by=by),
        "lead", Action.CHANGED, "project", False,
    ),
    "days to answer": (
        lambda c, r, by: projects.change_project_settings(
            c.project, answer_days={c.project.partnerships.get(organisation=c.ngo): 3}, by=by
        ),
        "lead", Action.CHANGED, "partnership", False,
    ),
    "own settings": (lambda c, r, by: accounts.choose_settings(by, language="da", wants_digest=False, by=by),
                     "stranger", Action.CHANGED, "user", False),
    "onward outcome": (
        lambda c, r, by: onward.note_onward_outcome(r.onward, outcome="started", outcome_on=today(), by=by),
        "coordinator", Action.CHANGED, "onwardreferral", True,
    ),
    "draft": (
        lambda c, r, by: referrals.draft_referral(
            c.client, from_organisation=c.ngo, to_organisation=c.municipality, how_we_meet="drop_in", wish=WORD, by=by
        ),
        "coordinator", Action.CREATED, "referral", True,
    ),
    "changed draft": (
        lambda c, r, by: referrals.change_draft(
            r.draft, to_organisation=c.other_ngo, how_we_meet="drop_in", wish=WORD, by=by
        ),
        "coordinator", Action.CHANGED, "referral", True,
    ),
    "sending": (lambda c, r, by: referrals.send_referral(r.draft, consent_given_how="spoken", by=by),
                "coordinator", Action.CHANGED, "referral", True),
    # The referral that awaits an answer is another citizen's.
    "accepting": (lambda c, r, by: referrals.accept_referral(r.sent, by=by),
                  "other_caseworker", Action.CHANGED, "referral", False),
    "declining": (lambda c, r, by: referrals.decline_referral(r.sent, reason="other", text=WORD, by=by),
                  "other_caseworker", Action.CHANGED, "referral", False),
    "withdrawn referral": (lambda c, r, by: referrals.withdraw_referral(r.draft, reason="citizen", by=by),
                           "coordinator", Action.ENDED, "referral", True),
    "finishing": (
        lambda c, r, by: referrals.finish_referral(r.accepted, outcome="helped", done_on=today(), by=by),
        "caseworker", Action.ENDED, "referral", True,
    ),
    "offer": (
        lambda c, r, by: directory.add_offer(c.project, name=WORD, contact=WORD, starts_on=today(), by=by),
        "lead", Action.CREATED, "offer", False,
    ),
    "changed offer": (lambda c, r, by: directory.change_offer(r.offer, name=WORD, by=by),
                      "lead", Action.CHANGED, "offer", False),
    "rule": (
        lambda c, r, by: directory.add_routing_rule(c.project, organisation=c.ngo, age_from=31, age_to=40, by=by),
        "lead", Action.CREATED, "routingrule", False,
    ),
    "removed rule": (lambda c, r, by: directory.remove_routing_rule(r.rule, by=by),
                     "lead", Action.ENDED, "routingrule", False),
    "intervention": (
        lambda c, r, by: interventions.log_intervention(
            client=r.client, type=r.intervention.type, starts_on=today(), provider_text=WORD, logged_for=c.ngo, by=by
        ),
        "caseworker", Action.CREATED, "intervention", True,
    ),
    "end intervention": (lambda c, r, by: interventions.end_intervention(r.intervention, ends_on=today(), by=by),
                         "caseworker", Action.ENDED, "intervention", True),
    "session": (
        lambda c, r, by: interventions.log_session(
            r.intervention, held_on=today(), note=WORD, logged_for=c.ngo, by=by
        ),
        "caseworker", Action.CREATED, "session", True,
    ),
    "session of a type": (
        lambda c, r, by: interventions.log_session_of_type(
            r.client, type=r.intervention.type, held_on=today(), note=WORD, logged_for=c.ngo, by=by
        ),
        "caseworker", Action.CREATED, "session", True,
    ),
    "visit": (lambda c, r, by: interventions.log_visit(r.client, type=r.drop_in, logged_for=c.ngo, by=by),
              "caseworker", Action.CREATED, "session", True),
    "dates": (lambda c, r, by: interventions.change_dates(r.intervention, starts_on=today(), ends_on=today(), by=by),
              "caseworker", Action.CHANGED, "intervention", True),
    "session corrected": (
        lambda c, r, by: notes.correct_session(r.session, held_on=today(), attendance="attended", note=WORD, by=by),
        "coordinator", Action.CHANGED, "session", True,
    ),
    "group session": (
        lambda c, r, by: groups.log_group_session(
            c.project, type=r.drop_in, held_on=today(), codes=[r.client.code], note=WORD, logged_for=c.ngo, by=by
        ),
        "caseworker", Action.CREATED, "groupsession", True,
    ),
    "group corrected": (
        lambda c, r, by: correct_group_session(r.group, held_on=today(), kind="group", note=WORD, by=by),
        "coordinator", Action.CHANGED, "groupsession", True,
    ),
    "type": (lambda c, r, by: catalogue.change_type(r.drop_in, name=WORD, by=by),
             "lead", Action.CHANGED, "interventiontype", False),
    "order of types": (lambda c, r, by: catalogue.move_type(r.drop_in, to="up", by=by),
                       "lead", Action.CHANGED, "interventiontype", False),
    "outreach": (
        lambda c, r, by: other_work.log_outreach(
            project=c.project, organisation=c.ngo, held_on=today(), channel="sms", people=1, minutes=1, by=by
        ),
        "caseworker", Action.CREATED, "outreachcontact", False,
    ),
    "training": (
        lambda c, r, by: other_work.log_training(
            project=c.project, organisation=c.ngo, held_on=today(), kind="course", topic=WORD, workplace="ngo",
            department=WORD, professionals=1, minutes=1, by=by,
        ),
        "caseworker", Action.CREATED, "professionaltraining", False,
    ),
    "network meeting": (
        lambda c, r, by: other_work.log_meeting(
            project=c.project, organisation=c.ngo, held_on=today(), topic=WORD, departments=WORD, others=1, minutes=1,
            by=by,
        ),
        "caseworker", Action.CREATED, "networkmeeting", False,
    ),
    "consultation": (
        lambda c, r, by: other_work.log_consultation(
            project=c.project, organisation=c.ngo, held_on=today(), workplace="ngo", department=WORD, client=r.client,
            minutes=1, by=by,
        ),
        "caseworker", Action.CREATED, "professionalconsultation", True,
    ),
    "other work corrected": (lambda c, r, by: other_work.correct_entry(r.training, topic=WORD, by=by),
                             "coordinator", Action.CHANGED, "professionaltraining", False),
    "other work removed": (lambda c, r, by: other_work.remove_entry(r.consultation, because=WORD, by=by),
                           "coordinator", Action.ENDED, "professionalconsultation", True),
    "goal": (lambda c, r, by: cti.set_goal(r.course, goal="improve", since=today(), own_words=WORD, by=by),
             "caseworker", Action.CHANGED, "course", True),
    "focus": (lambda c, r, by: cti.choose_focus(r.course.phases.first(), areas=["housing"], by=by),
              "caseworker", Action.CHANGED, "phase", True),
    "activity": (
        lambda c, r, by: cti.plan_activity(
            r.course.phases.first(), area="economy", activity=WORD, provider_text=WORD, by=by
        ),
        "caseworker", Action.CREATED, "plannedactivity", True,
    ),
    "end course": (lambda c, r, by: casework.end_course(r.course, ends_on=today(), end_reason="moved", by=by),
                   "caseworker", Action.ENDED, "course", True),
    "answer": (
        lambda c, r, by: wellbeing.record_answer(
            r.client, answered_on=today(), items=[1, 1, 1, 1, 1], recorded_for=c.ngo, by=by
        ),
        "caseworker", Action.CREATED, "wellbeingresponse", True,
    ),
    "correction": (
        lambda c, r, by: wellbeing.correct_answer(r.answer, items=[5, 5, 5, 5, 5], recorded_for=c.municipality, by=by),
        "coordinator", Action.CHANGED, "wellbeingresponse", True,
    ),
    "yes to the questionnaire": (
        lambda c, r, by: questionnaire.say_yes(r.client, given_on=today(), given_how="spoken", by=by),
        "caseworker", Action.CREATED, "questionnaireconsent", True,
    ),
    "baseline": (
        lambda c, r, by: save_baseline(r.course, language=WORD, motivation_words=WORD, debt="yes", by=by),
        "coordinator", Action.CREATED, "baseline", True,
    ),
    "legal basis": (
        lambda c, r, by: legal.state_legal_basis(r.client, c.ngo, kind="consent", since=today(), by=by),
        "coordinator", Action.CREATED, "legalbasis", True,
    ),
    "home": (
        lambda c, r, by: homes.change_home(r.client, home_municipality=c.other_project.municipality, by=by),
        "coordinator", Action.CHANGED, "client", True,
    ),
    "agreement": (
        lambda c, r, by: homes.change_agreement(r.agreement, approved_by=WORD, payment_terms=WORD, by=by),
        "coordinator", Action.CHANGED, "homeagreement", False,
    ),
    "ordinary participation": (
        lambda c, r, by: participation.end_anonymity(r.anonymous, wished_on=today(), told_how="spoken", by=by),
        "coordinator", Action.CHANGED, "client", False,
    ),
    "framework": (
        lambda c, r, by: money.set_framework(
            programme=c.project.programme, amount_oere=1, decided_on=today(), note=WORD, by=by
        ),
        "evaluator", Action.CREATED, "framework", False,
    ),
    "earmark": (
        lambda c, r, by: money.earmark(
            programme=c.project.programme, line="ngo", amount_oere=1, decided_on=today(), note=WORD, by=by
        ),
        "evaluator", Action.CREATED, "earmark", False,
    ),
    "grant": (
        lambda c, r, by: money.grant_money(
            project=c.project, applicant=WORD, title=WORD, amount_oere=1, granted_on=today(), note=WORD, by=by
        ),
        "lead", Action.CREATED, "grant", False,
    ),
    "payment": (lambda c, r, by: money.pay_out(project=c.project, amount_oere=1, paid_on=today(), note=WORD, by=by),
                "lead", Action.CREATED, "disbursement", False),
    "money corrected": (lambda c, r, by: money.replace_row(r.grant, title=WORD, by=by),
                        "lead", Action.CHANGED, "grant", False),
    "money removed": (lambda c, r, by: money.remove_row(r.payment, because=WORD, by=by),
                      "lead", Action.ENDED, "disbursement", False),
    "lapse": (lambda c, r, by: money.set_lapse(c.project, lapsed_on=today(), by=by),
              "lead", Action.CHANGED, "project", False),
    "own type": (lambda c, r, by: interventions.offer_own_type(c.project, name=WORD, by=by),
                 "lead", Action.CREATED, "interventiontype", False),
    "partner": (
        lambda c, r, by: projects.add_partner(
            c.project, projects.new_organisation(name=WORD, by=by), starts_on=today(), by=by
        ),
        "lead", Action.CREATED, "partnership", False,
    ),
    "proposal": (
        lambda c, r, by: projects.propose_membership(user=c.stranger, role=Role.EVALUATOR, starts_on=today(), by=by),
        "administrator", Action.CREATED, "membership", False,
    ),
    "approval": (lambda c, r, by: projects.approve_membership(r.project_role, by=by),
                 "lead", Action.CHANGED, "membership", False),
    "refusal": (lambda c, r, by: projects.decline_membership(r.project_role, by=by),
                "lead", Action.CHANGED, "membership", False),
    "end of membership": (
        lambda c, r, by: projects.end_membership(r.running, ends_on=today() + dt.timedelta(days=1), by=by),
        "lead", Action.ENDED, "membership", False,
    ),
    "invitation": (lambda c, r, by: accounts.invite(email="hverdagen@example.org", name=WORD, by=by),
                   "administrator", Action.CREATED, "invitation", False),
    "language": (lambda c, r, by: accounts.choose_language(by, "en"),
                 "stranger", Action.CHANGED, "user", False),
    "closing": (lambda c, r, by: accounts.close_account(c.stranger, by=by),
                "administrator", Action.ENDED, "user", False),
    "reopening": (lambda c, r, by: accounts.reopen_account(r.closed, by=by),
                  "administrator", Action.CHANGED, "user", False),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_a_service_leaves_its_event(cast, rows, name):
    call, who, action, kind, concerns_the_citizen = CALLS[name]
    user = getattr(cast, who)
    before = AuditEvent.objects.count()
    call(cast, rows, user)
    events = list(AuditEvent.objects.order_by("pk")[before:])
    assert {event.actor_id for event in events} == {user.pk}
    event = next(event for event in events if (event.action, event.subject_type) == (action, kind))
    assert event.subject_ids
    assert (event.client_ids == [rows.client.pk]) is concerns_the_citizen
    if concerns_the_citizen:
        assert event.project_id == cast.project.pk
    assert WORD.lower() not in str(AuditEvent.objects.order_by("pk")[before:].values()).lower()


@pytest.mark.parametrize("name", ["end enrolment", "intervention", "goal", "proposal", "closing"])
def test_what_is_rolled_back_leaves_no_event(cast, rows, name, monkeypatch):
    """The event is written in the change's own transaction: a failing log takes the change back with it."""
    call, who, *_rest = CALLS[name]
    before = AuditEvent.objects.count()
    real = AuditEvent.objects.create

    def fail(**facts):
        real(**facts)
        raise RuntimeError("no room in the log")

    monkeypatch.setattr(type(AuditEvent.objects), "create", lambda self, **facts: fail(**facts))
    with pytest.raises(RuntimeError):
        call(cast, rows, getattr(cast, who))
    assert AuditEvent.objects.count() == before


def test_every_public_service_that_takes_by_records_or_calls_one_that_does():
    silent = []
    for path in [*settings.BASE_DIR.glob("*/services.py"), *settings.BASE_DIR.glob("*/*/services.py")]:
        if path.parent.name == "audit":
            continue
        functions = {node.name: node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
        for name, node in functions.items():
            takes_by = "by" in {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            passes_on = any(
                isinstance(part, ast.Call)
                and (getattr(part.func, "id", "") == "record" or any(key.arg == "by" for key in part.keywords))
                for part in ast.walk(node)
            )
            calls_own = any(
                isinstance(part, ast.Name) and part.id.startswith("_") and part.id in functions
                for part in ast.walk(node)
            )
            if takes_by and not name.startswith("_") and not passes_on and not calls_own:
                silent.append(f"{path.parent.name}.{name}")
    assert silent == []
