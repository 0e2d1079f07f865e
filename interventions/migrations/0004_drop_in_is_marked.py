from typing import Any

from django.db import migrations

KEY = "drop_in"


def mark(apps: Any, schema_editor: Any) -> None:
    """The open café, in the national catalogue and where a project has taken it from there."""
    apps.get_model("interventions", "NationalInterventionType").objects.filter(key=KEY).update(is_drop_in=True)
    apps.get_model("interventions", "InterventionType").objects.filter(national__key=KEY).update(is_drop_in=True)


class Migration(migrations.Migration):
    dependencies = [("interventions", "0003_groups_addenda_and_a_catalogue_that_closes")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
