"""Users, organisations, schools and memberships."""

import factory
from django.contrib.auth import get_user_model

from portal.organisations.models import (
    District,
    Membership,
    MembershipState,
    Organisation,
    OrganisationKind,
    Role,
    School,
)

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
