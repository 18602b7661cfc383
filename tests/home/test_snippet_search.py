"""Every kind of snippet is found by a Chinese word, in its listing and in the window that chooses it."""

import itertools
from datetime import date
from typing import Any

import pytest
from django.db import models
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from home.models import Correction
from portal.accounts.models import PrivacyNotice
from portal.organisations.models import District, Membership, Organisation, School
from portal.taxonomy.models import Course, Term, Unit, Volume
from tests.factories.people import (
    DistrictFactory,
    MembershipFactory,
    OrganisationFactory,
    SchoolFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NUMBERS = itertools.count(1)
SNIPPETS = get_snippet_models()
MARKS = ('"', "%", "\\", "汉画 AND", "*", "不存在")
WINDOWS = ("choose", "choose_results")
# How a row is made that bears the text; a new kind of snippet has to be named here.
MAKERS = {
    Correction: lambda text: Correction.objects.create(path="/lessons/", text=text),
    PrivacyNotice: lambda text: PrivacyNotice.objects.create(
        version=str(next(NUMBERS)), body=text, in_force_from=date(2030, 1, 1)
    ),
    District: lambda text: DistrictFactory(code=f"9{next(NUMBERS)}", name=text),
    Organisation: lambda text: OrganisationFactory(name=text),
    School: lambda text: SchoolFactory(name=text),
    Membership: lambda text: MembershipFactory(user=UserFactory(last_name=text)),
}


def make(model: type[models.Model], text: str) -> Any:
    """Return a new row of the model that bears the text."""
    return make_term(model, text) if issubclass(model, Term) else MAKERS[model](text)


def make_term(model: type[Term], text: str) -> Term:
    """Return a new row of a vocabulary; rows it must point at are made too."""
    values: dict[str, Any] = {"code": f"t{next(NUMBERS)}", "zh": text}
    for field in model._meta.concrete_fields:
        if field.null or field.has_default() or field.blank or field.primary_key or field.name in values:
            continue
        values[field.name] = required_value(field)
    return model.objects.create(**values)


def required_value(field: models.Field) -> Any:
    """Return something a field without a default can hold."""
    if field.is_relation:
        return make_term(field.related_model, "其他")
    return date(2030, 1, 1) if isinstance(field, models.DateField) else 1


def found(client, address: str, word: str) -> list[int]:
    """Return the rows an address shows for a word."""
    answer = client.get(address, {"q": word})
    assert answer.status_code == 200
    context = answer.context
    rows = context["results"] if "results" in context else context["object_list"]
    return [row.pk for row in rows]


@pytest.fixture
def chief(client):
    """Return the browser of a superuser."""
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def addresses(model: type[models.Model]) -> list[str]:
    """Return the listing and both parts of the window of one kind."""
    viewset = model.snippet_viewset
    windows = [reverse(viewset.chooser_viewset.get_url_name(name)) for name in WINDOWS]
    return [reverse(viewset.get_url_name("list")), *windows]


@pytest.mark.parametrize("model", SNIPPETS, ids=lambda model: model._meta.label)
def test_word_finds_the_row_and_no_other(chief, model):
    hit, other = make(model, "看汉画的人"), make(model, "宪法与我")
    for address in addresses(model):
        assert found(chief, address, "汉画") == [hit.pk], address
        assert {hit.pk, other.pk} <= set(found(chief, address, "")), address


@pytest.mark.parametrize("model", SNIPPETS, ids=lambda model: model._meta.label)
def test_marks_find_nothing_and_are_no_error(chief, model):
    make(model, "看汉画的人")
    for address in addresses(model):
        assert {typed: found(chief, address, typed) for typed in MARKS} == dict.fromkeys(MARKS, []), address


def test_window_offers_the_search_field(chief):
    window = chief.get(addresses(School)[1])
    assert 'name="q"' in window.json()["html"]


def test_unit_is_found_by_the_volume_its_name_begins_with(chief):
    """The window shows a unit behind its volume, so the words of the volume are searched too."""
    course = make_term(Course, "道德与法治")
    volume, other = (
        Volume.objects.create(code=code, zh=name, course=course)
        for code, name in (("v8", "道德与法治八年级上册"), ("v7", "道德与法治七年级上册"))
    )
    unit, _ = (
        Unit.objects.create(code=f"u{book.code}", zh="单元名", volume=book) for book in (volume, other)
    )
    assert [found(chief, address, "八年级") for address in addresses(Unit)] == [[unit.pk]] * 3
