"""WSGI entry point; production settings unless DJANGO_SETTINGS_MODULE says otherwise.

In the embedded default the background worker is a thread of this one process; with several web
processes it runs by itself (``manage.py run_worker``).
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

if settings.PORTAL_WORKER_IN_PROCESS:
    from portal.jobs.worker import start_in_process

    start_in_process()
