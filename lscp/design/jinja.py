"""The Jinja2 environment of every page: GOV.UK macros, filters, and no silence about a misspelt name."""

from collections.abc import Mapping
from typing import Any

import jinja2
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse

from lscp.design import forms, words


class Stated(jinja2.Undefined):
    """A name the view never gave, or a misspelt attribute, raises; a key a macro's dictionary lacks is empty.

    Plain `StrictUndefined` cannot run the GOV.UK macros, which ask their parameters for optional keys.
    """

    __slots__ = ()

    def _must_raise(self) -> bool:
        if self._undefined_hint is not None:  # an "if" without "else", a macro called without an argument
            return False
        return not isinstance(self._undefined_obj, Mapping | jinja2.Undefined)

    def __str__(self) -> str:
        return self._fail_with_undefined_error() if self._must_raise() else ""

    def __iter__(self):
        return self._fail_with_undefined_error() if self._must_raise() else iter(())

    def __bool__(self) -> bool:
        return self._fail_with_undefined_error() if self._must_raise() else False

    def __len__(self) -> int:
        return self._fail_with_undefined_error() if self._must_raise() else 0

    def __eq__(self, other: object) -> bool:
        return (
            self._fail_with_undefined_error() if self._must_raise() else isinstance(other, jinja2.Undefined)
        )

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(jinja2.Undefined)


def environment(**options: Any) -> jinja2.Environment:
    """For Django's Jinja2 backend: OPTIONS = {"environment": "lscp.design.jinja.environment"}."""
    options["undefined"] = Stated
    # Pages are escaped; e-mail and text files are not HTML, so "&" stays "&" in them.
    options["autoescape"] = jinja2.select_autoescape(
        disabled_extensions=("txt",), default=True, default_for_string=True
    )
    macros = jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")})
    own = options.get("loader")
    options["loader"] = jinja2.ChoiceLoader([own, macros]) if own else macros
    env = jinja2.Environment(**options)  # noqa: S701  (autoescape is set above)
    env.globals.update(
        static=static,
        url=url,
        get_messages=get_messages,
        gov_field=forms.gov_field,
        gov_errors=forms.gov_errors,
        page_links=page_links,
        # Names that the macros compare with or leave unset.
        null=None,
        undefined=jinja2.Undefined(name="undefined"),
        successBanner=False,
        typeClass="",
    )
    env.filters.update(words.FILTERS)
    return env


def url(name: str, *args: Any, query: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
    """url("thread", 12) or url("search", query={"q": "neglect"})."""
    return reverse(name, args=args or None, kwargs=kwargs or None, query=query)


def page_links(page: Any, query: Any = None) -> dict[str, Any]:
    """Parameters for the pagination macro from a Django Page; `query` (request.GET) keeps the filters."""

    def href(number: int) -> str:
        kept = query.copy() if query is not None else forms.empty_query()
        kept["page"] = number
        return f"?{kept.urlencode()}"

    params: dict[str, Any] = {"items": [], "landmarkLabel": "Pages"}
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if number == page.paginator.ELLIPSIS:
            params["items"].append({"ellipsis": True})
        else:
            current = number == page.number
            params["items"].append({"number": number, "href": href(number), "current": current})
    if page.has_previous():
        params["previous"] = {"href": href(page.previous_page_number())}
    if page.has_next():
        params["next"] = {"href": href(page.next_page_number())}
    return params
