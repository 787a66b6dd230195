"""What no page could answer is turned away before any page is asked."""

from lscp.design.errors import bad_request


class NoNulMiddleware:
    """Refuses an address that holds the character NUL: PostgreSQL cannot store or compare it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)
