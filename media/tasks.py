"""Jobs of the media library."""

from django_tasks import task

from portal.jobs.tasks import retrying

from .file_texts import read_item


@retrying(3)
@task()
def read_file_text(model_name: str, item_id: int) -> str:
    """Read the text of one document or video (see ``read_item``); returns the outcome."""
    return str(read_item(model_name, item_id) or "")
