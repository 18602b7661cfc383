"""What the front page shows before an editor arranges it; setup_portal writes the same body."""

from typing import Any

from portal.taxonomy.models import Topic

# The topic that most stages teach in the compulsory and senior books.
LADDER_TOPIC = "xianfa"
LEAD = "思政课、家庭教育、研学实践，在一处找到，拿来就能用。"
EXAMPLE_QUERIES = ("汉画", "珍爱生命", "宪法", "防溺水", "诸葛亮")


def default_body() -> list[tuple[str, dict[str, Any]]]:
    """Return the sections as (block type, value) pairs; the ladder waits for its topic to be loaded."""
    body: list[tuple[str, dict[str, Any]]] = [
        ("next_sessions", {"heading": "近期可预约", "count": 3}),
        ("calendar", {"heading": "德育日历", "count": 3}),
    ]
    topic = Topic.objects.filter(code=LADDER_TOPIC).first()
    if topic is not None:
        body.append(("ladder", {"heading": f"一个专题，各学段怎么教：{topic.zh}", "topic": topic}))
    body.append(("fresh_lessons", {"heading": "新上线的示范课", "count": 4}))
    body.append(("fresh_guides", {"heading": "给家长的三分钟", "count": 4}))
    return body
