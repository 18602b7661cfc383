"""How the lesson form is laid out for its editor."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

LESSON_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("stage"), FieldPanel("course")]),
            FieldRowPanel([FieldPanel("volume"), FieldPanel("unit")]),
            FieldPanel("grades"),
            FieldRowPanel([FieldPanel("lesson_type"), FieldPanel("minutes"), FieldPanel("periods")]),
            FieldPanel("methods"),
        ],
        "基本信息",
    ),
    MultiFieldPanel([FieldPanel("issue"), FieldPanel("situation")], "议题与情境"),
    MultiFieldPanel(
        [FieldPanel("standard"), FieldPanel("textbook_analysis"), FieldPanel("learner_analysis")],
        "依据与分析",
    ),
    InlinePanel("goals", label="核心素养目标", min_num=0),
    MultiFieldPanel(
        [FieldPanel("key_points"), FieldPanel("hard_points"), FieldPanel("preparation")], "重点、难点与准备"
    ),
    FieldPanel("steps"),
    MultiFieldPanel(
        [FieldPanel("board_plan"), FieldPanel("homework"), FieldPanel("assessment")], "板书、作业与评价"
    ),
    FieldPanel("misconceptions"),
    MultiFieldPanel(
        [FieldPanel("guidance"), FieldPanel("extension"), FieldPanel("reflection")], "提示与延伸"
    ),
    InlinePanel("keywords", label="关键词"),
    InlinePanel("files", label="配套文件"),
    MultiFieldPanel(
        [FieldPanel("parent_questions"), FieldPanel("father_task"), FieldPanel("parent_avoid")], "给家长"
    ),
    MultiFieldPanel(
        [
            FieldPanel("themes"),
            FieldPanel("efforts"),
            FieldPanel("qualities"),
            FieldPanel("topics"),
            FieldPanel("sites"),
            FieldPanel("guides"),
            FieldPanel("related"),
        ],
        "分类与关联",
    ),
    InlinePanel("editorial_records", label="责任信息", max_num=1),
]
