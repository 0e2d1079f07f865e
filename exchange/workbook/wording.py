"""What an import would do, in words."""

from collections.abc import Callable

from django.utils.translation import ngettext

WORDS: dict[str, Callable[[int], str]] = {
    "citizens": lambda count: ngettext("%(count)s citizen", "%(count)s citizens", count),
    "interventions": lambda count: ngettext("%(count)s intervention", "%(count)s interventions", count),
    "answers": lambda count: ngettext("%(count)s WHO-5 answer", "%(count)s WHO-5 answers", count),
    "courses": lambda count: ngettext("%(count)s CTI course", "%(count)s CTI courses", count),
    "referral_sources": lambda count: ngettext("%(count)s referral source", "%(count)s referral sources", count),
    "intervention_types": lambda count: ngettext(
        "%(count)s type of intervention", "%(count)s types of intervention", count
    ),
}


def counted(counts: dict[str, int]) -> list[str]:
    """Each kind that is there at all with its count: "3 citizens"."""
    return [WORDS[kind](count) % {"count": count} for kind, count in counts.items() if count]
