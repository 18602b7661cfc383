"""Users, organisations, schools and memberships."""

import datetime as dt

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

from portal.accounts.models import PrivacyNotice
from portal.organisations.models import (
    District,
    Membership,
    MembershipState,
    Organisation,
    OrganisationKind,
    Role,
    School,
)
from portal.organisations.services import sync_groups

PASSWORD = "correct-horse-battery"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"user{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    last_name = "王"
    first_name = factory.Sequence(lambda number: f"老师{number}")
    password = factory.django.Password(PASSWORD)


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("code",)

    code = "411303"
    name = "卧龙区"


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    code = factory.Sequence(lambda number: f"T{number:05}")
    name = factory.Sequence(lambda number: f"测试第{number}初级中学")
    district = factory.SubFactory(DistrictFactory)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"base{number}")
    name = factory.LazyAttribute(lambda body: f"机构 {body.code}")
    short_name = factory.LazyAttribute(lambda body: body.code)
    kind = OrganisationKind.BASE


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR
    school = factory.SubFactory(SchoolFactory)
    state = MembershipState.ACTIVE

    class Params:
        base_staff = factory.Trait(
            role=Role.BASE_STAFF, school=None, organisation=factory.SubFactory(OrganisationFactory)
        )
        base_manager = factory.Trait(
            role=Role.BASE_MANAGER, school=None, organisation=factory.SubFactory(OrganisationFactory)
        )


class PrivacyNoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PrivacyNotice
        django_get_or_create = ("version",)

    version = "1.0"
    body = "测试用的隐私政策。"
    in_force_from = dt.date(2026, 1, 1)


def confirm_email(user):
    """Confirm the address the user has now and return the user."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def member(role, body=None, **fields):
    """Make a user who holds ``role`` in a school or organisation, groups synced as the services do."""
    user = confirm_email(UserFactory(**fields))
    place = {"school": body or SchoolFactory()} if role == Role.COORDINATOR else {
        "school": None, "organisation": body or OrganisationFactory(),
    }  # fmt: skip
    MembershipFactory(user=user, role=role, **place)
    sync_groups(user)
    return user
