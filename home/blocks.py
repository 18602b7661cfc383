"""What editors arrange on the front page; every block asks a selector for its content."""

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from portal.shared.blocks import PLAIN_FEATURES


class CountedBlock(blocks.StructBlock):
    """A section with a heading and a number of items chosen by a selector."""

    heading = blocks.CharBlock(label="标题", max_length=40)
    count = blocks.IntegerBlock(label="显示几条", min_value=1, max_value=12, default=4)


class NextSessionsBlock(CountedBlock):
    """The next open visits with places left."""

    class Meta:
        icon = "date"
        label = "近期可预约场次"


class CalendarBlock(CountedBlock):
    """What the moral-education calendar says is near."""

    class Meta:
        icon = "calendar"
        label = "德育日历"


class FreshLessonsBlock(CountedBlock):
    """The newest lessons."""

    class Meta:
        icon = "openquote"
        label = "新上线的示范课"


class FreshGuidesBlock(CountedBlock):
    """The newest guides."""

    class Meta:
        icon = "group"
        label = "新上线的家庭指南"


class TopicLadderBlock(blocks.StructBlock):
    """One topic across the stages, as a ladder one can click."""

    heading = blocks.CharBlock(label="标题", max_length=40)
    topic = SnippetChooserBlock("taxonomy.Topic", label="专题")

    class Meta:
        icon = "list-ol"
        label = "一个专题，各学段怎么教"


class TextBlock(blocks.StructBlock):
    """Free text of the editors."""

    heading = blocks.CharBlock(label="标题", max_length=40, required=False)
    text = blocks.RichTextBlock(label="内容", features=PLAIN_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = "文字"


class HomeStreamBlock(blocks.StreamBlock):
    """Sections of the front page in the order the editors want."""

    next_sessions = NextSessionsBlock()
    calendar = CalendarBlock()
    fresh_lessons = FreshLessonsBlock()
    fresh_guides = FreshGuidesBlock()
    ladder = TopicLadderBlock()
    text = TextBlock()

    class Meta:
        label = "首页栏目"
