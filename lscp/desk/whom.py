"""Choosing the one person whom an e-mail with a link goes to."""

from django import forms

from lscp.design.forms import GovForm
from lscp.partnerships.models import Person


class WhomForm(GovForm):
    """``people``: who may be chosen, the first of them unless another is."""

    to_person = forms.ModelChoiceField(
        None, label="Who is asked?", widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["to_person"]
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in people])
        field.choices = [(person.pk, f"{person.name}, {person.email}") for person in people]
        field.initial = people[0].pk if people else None
