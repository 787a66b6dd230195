"""Is this a child's name? Asked once, before what was typed goes into the record.

Staff have names too, so nothing is refused: whoever wrote a name of nobody known says whether it is a child's, and goes
on. Numbers for life and dates of birth are refused by the operations themselves.
"""

from django import forms

from lscp import scope
from lscp.design.forms import GovForm
from lscp.disclosure.childrens_names import asked_about
from lscp.partnerships.models import Person
from lscp.sources.reviews.models import Incident

ANSWER = "not_a_child"


class AsksAboutNames(GovForm):
    """A form whose words are kept. A name in them that may be a child's brings it back with one question about it."""

    def clean(self):
        given = super().clean()
        names = self._names()
        if names:
            answered = self.data.getlist(self.add_prefix(ANSWER))
            self.fields[ANSWER] = forms.MultipleChoiceField(
                label="Names in what you wrote",
                required=False,
                choices=[(name, f"{name} is neither, or is a made-up name") for name in names],
                widget=forms.CheckboxSelectMultiple,
            )
            self.one_of = (*self.one_of, ANSWER)  # to answer is not optional
            if unanswered := [name for name in names if name not in answered]:
                self.add_error(ANSWER, _question(unanswered))
        return given

    def _names(self):
        """Those to ask about: of nobody known, and not in words that stood there before."""
        written, before = (
            "\n".join(self._written(self.cleaned_data.get)),
            "\n".join(self._written(self.before)),
        )
        if not asked_about(written):  # nearly always: then nobody has to be read
            return []
        people, pseudonyms = _known_here()
        known = (*people, *self.also_known())
        standing = asked_about(before, known, pseudonyms)
        return [name for name in asked_about(written, known, pseudonyms) if name not in standing]

    def also_known(self):
        """Names that need no question, beside the people and pseudonyms of the record."""
        return ()

    def before(self, name):
        """What stood in a box when the page was shown."""
        return self.get_initial_for_field(self.fields[name], name)

    def _written(self, value_of):
        boxes = (name for name, field in self.fields.items() if _takes_sentences(name, field))
        return [value for name in boxes if isinstance(value := value_of(name), str)]


def _takes_sentences(name, field):
    return isinstance(field.widget, forms.Textarea) or name == "title"


def _question(names):
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    those = "the name" if len(names) == 1 else "the names"
    return (
        f"Is {who} a child, or a child’s relative? Then write the pseudonym, or “the child” or “the mother”, instead. "
        f"If not, tick {those} below and send it again."
    )


def _known_here():
    """Names of the people of the partnerships in scope, and the pseudonyms agreed there."""
    codes = scope.current().partnerships
    # unlocked: whoever answers by a link sees few people; the names only pass here, and none is shown
    people = Person.everywhere.filter(Person.in_partnerships(codes)).values_list("name", flat=True)
    # unlocked: as above
    pseudonyms = Incident.everywhere.filter(partnership_id__in=codes).values_list("pseudonym", flat=True)
    return tuple(people), tuple(pseudonyms)
