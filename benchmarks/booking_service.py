"""The same four requests without a web server: straight calls, one database connection a client."""

import uuid

from django.db import connection

from benchmarks.booking_clients import CONTACT, Held, HoldJob
from benchmarks.booking_reference import bare_write, reference_write
from portal.accounts.models import User
from studysites.bookings.policies import PartyInput
from studysites.bookings.services.holds import hold_places
from studysites.bookings.services.submissions import submit_booking


class Caller:
    """Calls services; people are read before the clock starts, as a request's sign-in would have."""

    people: dict[int, User]

    def __init__(self) -> None:
        self.people = {user.pk: user for user in User.objects.filter(username__startswith="measured")}
        connection.ensure_connection()

    def hold(self, job: HoldJob) -> Held:
        """Place a hold."""
        booking = hold_places(
            actor=self.people[job.user],
            school_id=job.school,
            session_id=job.session,
            parties=[PartyInput(job.grade, job.label, 40, 2)],
            key=uuid.uuid4().hex,
        )
        return Held(job, booking.pk)

    def submit(self, held: Held) -> None:
        """Submit a hold."""
        submit_booking(
            actor=self.people[held.job.user],
            booking_id=int(held.booking),
            version=1,
            key=uuid.uuid4().hex,
            **CONTACT,
        )

    def reference(self, job: HoldJob) -> None:
        """Write what the reference view writes."""
        reference_write(job.school, job.session, job.user, {"people": 42, "groups": 1})

    def bare(self, job: HoldJob) -> None:
        """Write what the bare view writes."""
        bare_write(job.school, job.session, job.user)
