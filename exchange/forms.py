from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.workbook.uploads import LARGEST_BYTES
from projects.pages import PageForm

MEGABYTE = 1024 * 1024


class WorkbookForm(PageForm):
    workbook = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy("An Excel file (.xlsx) of at most 20 MB. Nothing is stored before you have seen it."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": gettext_lazy("No file is chosen. Choose the workbook."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )

    def clean_workbook(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["workbook"]
        if not str(file.name).lower().endswith(".xlsx"):
            raise ValidationError(_("The file is not an Excel workbook. Save it as an .xlsx file."))
        if (file.size or 0) > LARGEST_BYTES:
            message = _("The file is larger than %(size)s MB. Split it into several files.")
            raise ValidationError(message % {"size": LARGEST_BYTES // MEGABYTE})
        return file
