"""A form that takes one file."""

from django import forms

from lscp.design.forms import GovForm
from lscp.documents.rules import may_be_so_large


class UploadForm(GovForm):
    """Its field ``file`` is judged by its size before it is read: a large one stays on disk."""

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        refusal = may_be_so_large(uploaded.size) if uploaded else None
        if refusal:
            raise forms.ValidationError(str(refusal))
        return uploaded
