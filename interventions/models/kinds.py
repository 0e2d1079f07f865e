from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionKind(models.TextChoices):
    """How people met. Sessions from before this was asked have none."""

    INDIVIDUAL = "individual", _("conversation")
    GROUP = "group", _("group")
    PHONE = "phone", _("by phone")
    ONLINE = "online", _("online")
    ACCOMPANIMENT = "accompaniment", _("accompaniment")
    DROP_IN = "drop_in", _("drop-in")
    MATERIAL_HELP = "material_help", _("material help")
    NETWORK = "network", _("meeting with the network")
    OTHER = "other", _("another way")


class InterventionEnd(models.TextChoices):
    """Why an intervention ended; nobody has to say."""

    COMPLETED = "completed", _("It was completed")
    GOAL_REACHED = "goal_reached", _("The goal was reached")
    CITIZEN_STOPPED = "citizen_stopped", _("The citizen wished to stop")
    OTHER_OFFER = "other_offer", _("Another offer took over")
    CONTACT_LOST = "contact_lost", _("There was no contact any more")
    MOVED = "moved", _("The citizen moved")
    OFFER_CLOSED = "offer_closed", _("The offer closed")
    OTHER = "other", _("Another reason")
