"""Published editions as read-only JSON, described by an OpenAPI document."""

from django.http import Http404, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lscp.shelf import queries
from lscp.shelf.models import Edition

VERSION = "1.0"
A_PAGE = 100


@require_safe
def index(request):
    return JsonResponse(
        {
            "version": VERSION,
            "editions": request.build_absolute_uri(reverse("public:api_editions")),
            "description": request.build_absolute_uri(reverse("public:api_description")),
        }
    )


@require_safe
def editions(request):
    """Every published edition, 100 a page; ``?partnership=CODE`` and ``?after=ID`` narrow and continue the list."""
    rows = Edition.objects.order_by("pk")
    if request.GET.get("partnership"):
        rows = rows.filter(partnership=request.GET["partnership"])
    if request.GET.get("after", "").isdecimal():
        rows = rows.filter(pk__gt=int(request.GET["after"]))
    found = list(rows[: A_PAGE + 1])
    shown, more = found[:A_PAGE], len(found) > A_PAGE
    return JsonResponse(
        {"editions": [_edition(request, row) for row in shown], "after": shown[-1].pk if more else None}
    )


@require_safe
def edition(request, code, work, number):
    """One edition with the hash of each of its files."""
    row = Edition.objects.filter(partnership=code, work=work, number=number).first()
    if row is None:
        raise Http404
    files = [
        {
            "path": file.path,
            "label": file.label,
            "media_type": file.media_type,
            "size": file.size,
            "sha256": file.sha256,
            "url": request.build_absolute_uri(reverse("public:file", args=[code, work, number, file.path])),
        }
        for file in queries.files(row)
    ]
    return JsonResponse({**_edition(request, row), "files": files})


def _edition(request, row):
    address = [row.partnership, row.work, row.number]
    return {
        "partnership": row.partnership,
        "partnership_name": row.partnership_name,
        "kind": row.kind,
        "work": row.work,
        "number": row.number,
        "title": row.title,
        "period": {"start": row.period_start, "end": row.period_end} if row.period_end else None,
        "published_at": row.published_at,
        "sha256": row.sha256,
        "erratum": None if row.withdrawn_because else row.erratum or None,
        "withdrawn_because": row.withdrawn_because or None,
        "signatures": row.signatures,
        "url": request.build_absolute_uri(reverse("public:edition", args=address)),
        "self": request.build_absolute_uri(reverse("public:api_edition", args=address)),
    }


_TEXT, _COUNT = {"type": "string"}, {"type": "integer"}
_MAYBE = {"type": ["string", "null"]}
_EDITION = {
    "type": "object",
    "properties": {
        **{
            name: _TEXT
            for name in ("partnership", "partnership_name", "work", "title", "sha256", "url", "self")
        },
        "kind": {"type": "string", "enum": [code for code, _ in Edition.KINDS]},
        "number": _COUNT,
        "period": {
            "type": ["object", "null"],
            "properties": {end: {"type": "string", "format": "date"} for end in ("start", "end")},
        },
        "published_at": {"type": "string", "format": "date-time"},
        "erratum": _MAYBE,
        "withdrawn_because": _MAYBE,
        "signatures": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: _TEXT for name in ("agency", "name", "role", "at", "checksum")},
            },
        },
    },
}
_FILE = {
    "type": "object",
    "properties": {
        **{name: _TEXT for name in ("path", "label", "media_type", "sha256", "url")},
        "size": _COUNT,
    },
}


def _given(name, place, kind, says):
    return {"name": name, "in": place, "required": place == "path", "schema": kind, "description": says}


def _answers(schema):
    return {"200": {"description": "Found", "content": {"application/json": {"schema": schema}}}}


@require_safe
def description(request):
    """The OpenAPI document."""
    listed = {
        "type": "object",
        "properties": {
            "editions": {"type": "array", "items": {"$ref": "#/components/schemas/Edition"}},
            "after": {"type": ["integer", "null"]},
        },
    }
    whole = {
        "allOf": [
            {"$ref": "#/components/schemas/Edition"},
            {
                "type": "object",
                "properties": {"files": {"type": "array", "items": {"$ref": "#/components/schemas/File"}}},
            },
        ]
    }
    one = [
        _given("code", "path", _TEXT, "The partnership's code"),
        _given("work", "path", _TEXT, "What has editions: annual-report-2023-24"),
        _given("number", "path", _COUNT, "The edition's number"),
    ]
    several = [
        _given("partnership", "query", _TEXT, "Only this partnership's"),
        _given("after", "query", _COUNT, "Continue after the number given as “after”"),
    ]
    return JsonResponse(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Published editions",
                "version": VERSION,
                "description": "Annual reports and pages that safeguarding children partnerships published.",
            },
            "paths": {
                "/api/v1/editions": {
                    "get": {"summary": "Every edition", "parameters": several, "responses": _answers(listed)}
                },
                "/api/v1/editions/{code}/{work}/{number}": {
                    "get": {
                        "summary": "One edition and its files",
                        "parameters": one,
                        "responses": {
                            **_answers(whole),
                            "404": {"description": "There is no such edition"},
                        },
                    }
                },
            },
            "components": {"schemas": {"Edition": _EDITION, "File": _FILE}},
        }
    )
