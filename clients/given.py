from django.db import models
from django.utils.translation import gettext_lazy as _


class GivenHow(models.TextChoices):
    """How a citizen said something that is kept as a record: a consent, a wish."""

    SPOKEN = "spoken", _("spoken")
    WRITTEN = "written", _("in writing")
