"""Our macros render what govuk-frontend 6.3.0 renders: upstream's own examples, compared tag by tag."""

import json
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from lscp.design.jinja import environment

FIXTURES = Path(__file__).parent / "fixtures"
# A row that is null: our summaries never hold one, and a name without an owner must not pass in silence.
NOT_USED = {("summary-list", "with falsy values")}
ENVIRONMENT = environment()  # one, so that each macro is compiled once for all its examples


def _examples():
    for name in (FIXTURES / "components.txt").read_text().split():
        for example in json.loads((FIXTURES / f"{name}.json").read_text())["fixtures"]:
            yield pytest.param(name, example, id=f"{name}: {example['name']}")


def _render(component, params):
    macro = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    source = f'{{% from "govuk_frontend_jinja/components/{component}/macro.html" import {macro} %}}'
    return ENVIRONMENT.from_string(source + f"{{{{ {macro}(params) }}}}").render(params=params)


def _squeezed(html):
    html = re.sub(r"\s+>", ">", re.sub(r">\s+<", "><", html))
    return re.sub(r"\s+", " ", html).strip()


@pytest.mark.parametrize(("component", "example"), list(_examples()))
def test_a_component_is_the_one_in_the_design_system(component, example):
    if (component, example["name"]) in NOT_USED:
        with pytest.raises(UndefinedError):
            _render(component, example["options"])
        return
    assert _squeezed(_render(component, example["options"])) == _squeezed(example["html"])


def test_every_component_that_our_parts_use_has_its_examples_here():
    templates = Path(__file__).parents[3] / "lscp"
    used = set()
    for page in templates.rglob("*.html"):
        used |= set(re.findall(r"govuk_frontend_jinja/components/([a-z-]+)/", page.read_text()))
    assert used <= set((FIXTURES / "components.txt").read_text().split())
