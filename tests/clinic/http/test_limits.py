"""Files that somebody sends to a public address are dropped; the fields beside them arrive."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from clinic.http.limits import PublicRequestLimitMiddleware


def test_no_file_reaches_a_public_page():
    arrived: list[HttpRequest] = []

    def page(request: HttpRequest) -> HttpResponse:
        arrived.append(request)
        return HttpResponse()

    scan = SimpleUploadedFile("scan.pdf", b"%PDF")
    request = RequestFactory().post("/appointments/request/", {"full_name": "Pat", "scan": scan})
    PublicRequestLimitMiddleware(page)(request)
    assert arrived[0].POST["full_name"] == "Pat"
    assert not arrived[0].FILES
