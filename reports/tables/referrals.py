from collections.abc import Mapping

from django.utils.translation import gettext, ngettext

from clients.models import OnwardReferral
from documents.numbers import number
from documents.tables import Note, Table
from reports.figures.referrals import Sources
from reports.tables import parts


def referral_sources(sources: Sources) -> Table:
    rows = parts.share_rows((entry.key, entry.name, entry.citizens) for entry in sources.sources)
    total = parts.share_total(rows)
    sentence = ngettext(
        "For %(count)s citizen it is not registered where the citizen came from.",
        "For %(count)s citizens it is not registered where they came from.",
        sources.unknown,
    ) % {"count": number(sources.unknown)}
    return Table(
        id="referral_sources",
        title=gettext("Where the citizens came from"),
        source=parts.source(parts.OWN_REGISTRATIONS),
        row_label=gettext("Referred by"),
        columns=parts.share_columns(),
        rows=rows,
        notes=(*parts.unknown_notes(sources.unknown, sentence), *parts.rounding_notes(total)),
        total=total,
        unknown=sources.unknown,
    )


def referrals_onward(counts: Mapping[str, int]) -> Table:
    return Table(
        id="referrals_onward",
        title=gettext("Citizens referred on"),
        source=parts.source(parts.OWN_REGISTRATIONS),
        row_label=gettext("Referred to"),
        columns=(parts.count_column(),),
        rows=parts.count_rows((kind.value, str(kind.label), counts.get(kind.value, 0)) for kind in OnwardReferral.Kind),
        notes=(Note(gettext("A citizen counts once under each, however often the citizen was referred on.")),),
    )
