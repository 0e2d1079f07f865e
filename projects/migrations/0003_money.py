import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0002_municipalities_and_programmes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LapseDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lapsed_on", models.DateField(blank=True, null=True, verbose_name="grant lapsed")),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lapse_decisions",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Disbursement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "amount_oere",
                    models.BigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1, "Write an amount above 0."),
                            django.core.validators.MaxValueValidator(10000000000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_because", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("paid_on", models.DateField(verbose_name="paid on")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="projects.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="projects.disbursement",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_oere__gt", 0)), name="projects_disbursement_amount_above_0"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_because", ""), ("removed_by", None)),
                            models.Q(("removed_at__isnull", False), models.Q(("removed_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="projects_disbursement_removed_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("programme__isnull", False), ("project__isnull", False), _connector="OR"),
                        name="projects_disbursement_has_a_place",
                        violation_error_message="Money belongs to a project or to a programme. Name one of them.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Earmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "amount_oere",
                    models.BigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1, "Write an amount above 0."),
                            django.core.validators.MaxValueValidator(10000000000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_because", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "line",
                    models.CharField(
                        choices=[
                            ("municipal", "municipal effort"),
                            ("ngo", "cooperation with NGOs"),
                            ("implementation", "implementation support"),
                            ("dissemination", "dissemination of results"),
                            ("reserve", "reserve"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="line",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="projects.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="projects.earmark",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_oere__gt", 0)), name="projects_earmark_amount_above_0"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_because", ""), ("removed_by", None)),
                            models.Q(("removed_at__isnull", False), models.Q(("removed_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="projects_earmark_removed_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Framework",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "amount_oere",
                    models.BigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1, "Write an amount above 0."),
                            django.core.validators.MaxValueValidator(10000000000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_because", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="projects.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="projects.framework",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_oere__gt", 0)), name="projects_framework_amount_above_0"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_because", ""), ("removed_by", None)),
                            models.Q(("removed_at__isnull", False), models.Q(("removed_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="projects_framework_removed_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "amount_oere",
                    models.BigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1, "Write an amount above 0."),
                            django.core.validators.MaxValueValidator(10000000000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_because", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("municipal", "municipal effort"),
                            ("ngo", "cooperation with NGOs"),
                            ("implementation", "implementation support"),
                            ("dissemination", "dissemination of results"),
                            ("reserve", "reserve"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="line",
                    ),
                ),
                ("applicant", models.CharField(max_length=150, verbose_name="applicant")),
                ("title", models.CharField(max_length=200, verbose_name="project title")),
                ("granted_on", models.DateField(verbose_name="granted on")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="projects.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="projects.grant",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_oere__gt", 0)), name="projects_grant_amount_above_0"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_because", ""), ("removed_by", None)),
                            models.Q(("removed_at__isnull", False), models.Q(("removed_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="projects_grant_removed_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("programme__isnull", False), ("project__isnull", False), _connector="OR"),
                        name="projects_grant_has_a_place",
                        violation_error_message="Money belongs to a project or to a programme. Name one of them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line", "reserve"), _negated=True),
                        name="projects_grant_is_no_reserve",
                        violation_error_message="A reserve is not granted to anybody. Choose what the money is for.",
                    ),
                ],
            },
        ),
    ]
