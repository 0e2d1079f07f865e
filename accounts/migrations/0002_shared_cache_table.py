"""The table in which attempts at signing in are counted, one count for all workers."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
