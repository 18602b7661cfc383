"""Demonstration accounts with generated passwords, and the example schools."""

import csv
import os
import secrets
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings

from portal.accounts.models import User
from portal.accounts.models.user import Purpose
from portal.organisations import services
from portal.organisations.models import District, Organisation, Role, School
from portal.taxonomy.models import Stage

from .once import load_once
from .sources import STARTER_DIR


@dataclass(frozen=True)
class Demo:
    """One demonstration account; ``body`` is a code of an organisation or a school."""

    username: str
    name: str
    role: str = ""
    body: str = ""


DEMOS = (
    Demo("admin", "示范管理员"),
    Demo("officer", "示范专员", Role.OFFICER, "jyj"),
    Demo("jyj-editor", "示范教育局编辑", Role.EDITOR, "jyj"),
    Demo("jyj-reviewer", "示范教育局审核", Role.REVIEWER, "jyj"),
    Demo("fulian-editor", "示范妇联编辑", Role.EDITOR, "fulian"),
    Demo("fulian-reviewer", "示范妇联审核", Role.REVIEWER, "fulian"),
    Demo("hanhuaguan-manager", "示范汉画馆负责人", Role.BASE_MANAGER, "hanhuaguan"),
    Demo("hanhuaguan-staff", "示范汉画馆值班", Role.BASE_STAFF, "hanhuaguan"),
    Demo("hanhuaguan-editor", "示范汉画馆编辑", Role.EDITOR, "hanhuaguan"),
    Demo("coordinator", "示范学校联络员", Role.COORDINATOR, "EX0003"),
)


def load_schools() -> int:
    """Load the example districts and schools once; return how many schools were new."""
    for row in read_rows("districts.csv"):
        District.objects.get_or_create(code=row["code"], defaults={"name": row["name"], "sort": row["sort"]})
    return sum(
        load_once(f"school:{row['code']}", partial(load_school, row)) for row in read_rows("schools.csv")
    )


def read_rows(name: str) -> list[dict[str, str]]:
    """Read one CSV file of the starter content."""
    with (STARTER_DIR / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def load_school(row: dict[str, str]) -> None:
    """Make one example school, marked as such."""
    school = School.objects.create(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        district=District.objects.get(code=row["district"]),
        kind=row["kind"],
        rural=row["rural"] == "1",
        small=row["small"] == "1",
        enrolment=int(row["enrolment"]) if row["enrolment"] else None,
        is_example=True,
    )
    school.stages.set(Stage.objects.filter(code__in=row["stages"].split("|")))


def load_demos() -> int:
    """Make the demonstration accounts once and write their passwords to a file of mode 600."""
    return sum(
        load_once(f"demo:{demo.username}", partial(load_demo, demo, secrets.token_urlsafe(12)))
        for demo in DEMOS
    )


def load_demo(demo: Demo, password: str) -> None:
    """Make one account with its membership and note its password before the account is committed.

    Interrupted in between, a line too many is left, never an account nobody can open.
    """
    user = User(
        username=demo.username,
        last_name=demo.name,
        email=f"{demo.username}@example.org",
        purpose=Purpose.COORDINATOR if demo.role == Role.COORDINATOR else Purpose.STAFF,
        is_superuser=not demo.role,
        is_staff=not demo.role,
    )
    user.set_password(password)
    user.save()
    if demo.role == Role.COORDINATOR:
        join_school(user, School.objects.get(code=demo.body))
    elif demo.role:
        body = Organisation.objects.get(code=demo.body)
        services.add_member(user, body, demo.role, actor=administrator())
    append_password(demo, password)


def join_school(user: User, school: School) -> None:
    """Make the account an approved coordinator on the way everybody goes: address, request, approval."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    membership = services.request_membership(user, school)
    services.approve_membership(membership, actor=administrator())


def administrator() -> User:
    """Return the demonstration administrator, the first account made."""
    return User.objects.get(username=DEMOS[0].username)


def passwords_path() -> Path:
    """Return the file that holds the demonstration passwords."""
    return Path(settings.VAR_DIR) / "demo-accounts.txt"


def append_password(demo: Demo, password: str) -> None:
    """Add one user name and password to the file, readable by its owner only."""
    path = passwords_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(f"{demo.username}\t{password}\t{demo.name}\n")
