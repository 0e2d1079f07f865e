import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Action, AuditEvent


@pytest.fixture
def event(db):
    return AuditEvent.objects.create(action=Action.VIEWED, subject_type="client", subject_ids=[1])


def test_an_event_is_neither_changed_nor_deleted(event):
    event.subject_type = "project"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(TypeError):
        AuditEvent.objects.update(subject_type="project")
    with pytest.raises(TypeError):
        AuditEvent.objects.filter(pk=event.pk).delete()
    assert AuditEvent.objects.get().subject_type == "client"


@pytest.mark.parametrize("statement", ["UPDATE audit_auditevent SET actor_id = 1", "DELETE FROM audit_auditevent"])
def test_postgresql_refuses_by_itself(event, statement):
    def run():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="append-only"):
            run()
        assert AuditEvent.objects.get().actor_id is None
    else:
        run()  # a laptop's SQLite leaves the guard to the models
