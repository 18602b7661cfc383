"""Blocks of lessons and guides; every one has a Chinese label and a help text where it is needed."""

from wagtail import blocks

TEXT = ["bold", "ol", "ul"]


class StepBlock(blocks.StructBlock):
    """One step of the lesson: minutes, what the teacher does, what pupils do, why."""

    title = blocks.CharBlock(label="环节名称", max_length=60)
    minutes = blocks.IntegerBlock(label="分钟", min_value=1, max_value=180)
    teacher = blocks.RichTextBlock(label="教师活动", features=TEXT)
    pupils = blocks.RichTextBlock(label="学生活动", features=TEXT)
    intent = blocks.RichTextBlock(label="设计意图", features=TEXT, required=False)

    class Meta:
        icon = "time"
        label = "教学环节"


class MisconceptionBlock(blocks.StructBlock):
    """A likely wrong idea and how to answer it."""

    wrong = blocks.CharBlock(label="学生可能会说", max_length=200)
    response = blocks.RichTextBlock(label="教师这样回应", features=TEXT)

    class Meta:
        icon = "warning"
        label = "易错易混"


class SayBlock(blocks.StructBlock):
    """A sentence to say and the one to leave out."""

    say = blocks.CharBlock(label="可以这样说", max_length=200)
    dont_say = blocks.CharBlock(label="不要这样说", max_length=200)

    class Meta:
        icon = "openquote"
        label = "一句对一句"


class TonightStepBlock(blocks.StructBlock):
    """One thing to do tonight."""

    text = blocks.RichTextBlock(label="今晚可做", features=TEXT)

    class Meta:
        icon = "tick"
        label = "今晚一步"
