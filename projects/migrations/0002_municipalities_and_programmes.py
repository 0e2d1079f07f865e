import datetime as dt
from typing import Any

from django.db import migrations

# The municipalities of the reform of 2007, by region, with the codes of the civil registration system.
REGIONS = {
    "Region Hovedstaden": (
        "0101 København, 0147 Frederiksberg, 0151 Ballerup, 0153 Brøndby, 0155 Dragør, 0157 Gentofte, 0159 "
        "Gladsaxe, 0161 Glostrup, 0163 Herlev, 0165 Albertslund, 0167 Hvidovre, 0169 Høje-Taastrup, 0173 "
        "Lyngby-Taarbæk, 0175 Rødovre, 0183 Ishøj, 0185 Tårnby, 0187 Vallensbæk, 0190 Furesø, 0201 Allerød, "
        "0210 Fredensborg, 0217 Helsingør, 0219 Hillerød, 0223 Hørsholm, 0230 Rudersdal, 0240 Egedal, 0250 "
        "Frederikssund, 0260 Halsnæs, 0270 Gribskov, 0400 Bornholm"
    ),
    "Region Sjælland": (
        "0253 Greve, 0259 Køge, 0265 Roskilde, 0269 Solrød, 0306 Odsherred, 0316 Holbæk, 0320 Faxe, 0326 "
        "Kalundborg, 0329 Ringsted, 0330 Slagelse, 0336 Stevns, 0340 Sorø, 0350 Lejre, 0360 Lolland, 0370 "
        "Næstved, 0376 Guldborgsund, 0390 Vordingborg"
    ),
    "Region Syddanmark": (
        "0410 Middelfart, 0420 Assens, 0430 Faaborg-Midtfyn, 0440 Kerteminde, 0450 Nyborg, 0461 Odense, 0479 "
        "Svendborg, 0480 Nordfyns, 0482 Langeland, 0492 Ærø, 0510 Haderslev, 0530 Billund, 0540 Sønderborg, "
        "0550 Tønder, 0561 Esbjerg, 0563 Fanø, 0573 Varde, 0575 Vejen, 0580 Aabenraa, 0607 Fredericia, 0621 "
        "Kolding, 0630 Vejle"
    ),
    "Region Midtjylland": (
        "0615 Horsens, 0657 Herning, 0661 Holstebro, 0665 Lemvig, 0671 Struer, 0706 Syddjurs, 0707 Norddjurs, "
        "0710 Favrskov, 0727 Odder, 0730 Randers, 0740 Silkeborg, 0741 Samsø, 0746 Skanderborg, 0751 Aarhus, "
        "0756 Ikast-Brande, 0760 Ringkøbing-Skjern, 0766 Hedensted, 0779 Skive, 0791 Viborg"
    ),
    "Region Nordjylland": (
        "0773 Morsø, 0787 Thisted, 0810 Brønderslev, 0813 Frederikshavn, 0820 Vesthimmerlands, 0825 Læsø, "
        "0840 Rebild, 0846 Mariagerfjord, 0849 Jammerbugt, 0851 Aalborg, 0860 Hjørring"
    ),
}
PROGRAMMES = [
    # Planned for 2012–2015 and prolonged by a year (source 004; source 002 §1).
    ("EXIT2012", "Exit Prostitution", dt.date(2012, 1, 1), dt.date(2016, 12, 31), dt.date(2015, 12, 31)),
    ("EXIT2020", "Exitpakke til mennesker i prostitution", dt.date(2020, 1, 1), dt.date(2023, 12, 31), None),
]


def load(apps: Any, schema_editor: Any) -> None:
    municipality = apps.get_model("projects", "Municipality")
    municipality.objects.bulk_create(
        municipality(code=entry[:4], name=entry[5:], region=region)
        for region, entries in REGIONS.items()
        for entry in entries.split(", ")
    )
    programme = apps.get_model("projects", "Programme")
    programme.objects.bulk_create(
        programme(code=code, name=name, starts_on=start, ends_on=end, planned_end_on=planned)
        for code, name, start, end, planned in PROGRAMMES
    )


def unload(apps: Any, schema_editor: Any) -> None:
    apps.get_model("projects", "Programme").objects.all().delete()
    apps.get_model("projects", "Municipality").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
