"""Documents: attachments with their own name, ranges, closed with their collection."""

import pytest
from wagtail.documents.models import document_served

from .conftest import make_document

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.media.urls_of_documents")]


def test_documents_come_as_attachments_with_their_chinese_name(get):
    document = make_document()
    response = get(document.url)
    assert (response.status_code, response.body.decode()) == (200, "先读这里")
    assert response["Content-Disposition"].startswith("attachment")
    assert "filename*=utf-8''%E6%95%99%E5%AD%A6%E8%AE%BE%E8%AE%A1.txt" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert "Content-Encoding" not in response and len(response["ETag"]) > 2
    assert get(document.url, **{"if-none-match": response["ETag"]}).status_code == 304
    assert get(document.url, range="bytes=3-").status_code == 206


def test_a_document_tells_who_counts_that_it_was_served(get):
    served = []

    def note(sender, instance, **kwargs):
        served.append(instance.pk)

    document_served.connect(note)
    document = make_document()
    get(document.url)
    document_served.disconnect(note)
    assert served == [document.pk]


def test_documents_of_a_private_collection_ask_for_sign_in(get, client, private_collection, administrator):
    document = make_document(private_collection)
    assert get(document.url).status_code == 302
    client.force_login(administrator)
    response = get(document.url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_a_document_address_needs_the_right_name(get):
    document = make_document()
    assert get(document.url.replace(".txt", ".exe")).status_code == 404
    assert get(f"/documents/{document.pk + 1}/a.txt").status_code == 404
