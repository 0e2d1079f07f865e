from typing import Any

from django.db import migrations

# What the projects of 2020–2023 offered (source 002, Tables 2, 4, 7 and chapter 3), in the order of its use.
CATALOGUE = [
    ("counselling", "Rådgivning og vejledning", ()),
    ("professional_counselling", "Rådgivning til fagperson", ("is_professional_counselling",)),
    ("coordination", "Koordineringsforløb", ()),
    ("case_management", "Case management", ("is_course",)),
    ("cti_course", "CTI-forløb", ("is_course",)),
    ("individual_therapy", "Individuel terapi", ()),
    ("group_therapy", "Gruppeterapi", ()),
    ("social_activities", "Sociale aktiviteter", ()),
    ("accompaniment", "Bisidning/følgeskab", ()),
    ("employment_and_education", "Beskæftigelses- og uddannelsesrettet indsats", ()),
    ("job_coaching", "Jobcoaching", ()),
    ("bridging", "Brobygning", ()),
    ("drop_in", "Åben café", ()),
    ("health_clinic", "Sundhedsklinik", ()),
    ("free_clothes", "Gratis tøj", ("is_material_help",)),
]


def load(apps: Any, schema_editor: Any) -> None:
    entry = apps.get_model("interventions", "NationalInterventionType")
    entry.objects.bulk_create(
        entry(key=key, name=name, order=order, **dict.fromkeys(flags, True))
        for order, (key, name, flags) in enumerate(CATALOGUE, start=1)
    )


def unload(apps: Any, schema_editor: Any) -> None:
    apps.get_model("interventions", "NationalInterventionType").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("interventions", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
