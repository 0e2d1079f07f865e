"""What every figure means, in English, for whoever checks a report: one entry for each table, row and column.

`manage.py describe_figures` writes docs/figures.md from it. The printed report's own last page says the same in fewer
words and in Danish (reports/presentation/definitions.py).
"""

from reports.catalogue.citizens import CITIZENS
from reports.catalogue.interventions import INTERVENTIONS
from reports.catalogue.parts import Figure
from reports.catalogue.statements import STATEMENTS
from reports.catalogue.wellbeing import WELLBEING

CATALOGUE: dict[str, Figure] = {one.id: one for one in (*CITIZENS, *INTERVENTIONS, *WELLBEING, *STATEMENTS)}
