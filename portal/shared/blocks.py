"""Text-only StreamField blocks any page may use."""

from wagtail import blocks

PLAIN_FEATURES = ["bold", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.StructBlock):
    """A second-level heading."""

    text = blocks.CharBlock(label="标题文字", max_length=80)

    class Meta:
        icon = "title"
        label = "小标题"
        template = "portal/blocks/heading.html"


class NoteBlock(blocks.StructBlock):
    """A boxed remark the reader must not miss."""

    text = blocks.RichTextBlock(label="内容", features=PLAIN_FEATURES)

    class Meta:
        icon = "info-circle"
        label = "提示框"
        template = "portal/blocks/note.html"


class TextStreamBlock(blocks.StreamBlock):
    """Body of a plain page: headings, paragraphs and remarks."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label="段落", icon="pilcrow", features=PLAIN_FEATURES, template="portal/blocks/paragraph.html"
    )
    note = NoteBlock()

    class Meta:
        label = "正文"
