"""What a city sets without a programmer: footer items and the alert banner."""

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="list-ul")
class FooterSettings(BaseSiteSetting):
    """Items of the footer; an empty one is not drawn (国办发〔2017〕47号 names what a site shows)."""

    organiser = models.CharField("主办单位", max_length=100, blank=True)
    operator = models.CharField("承办单位", max_length=100, blank=True)
    contact = models.CharField("联系方式", max_length=100, blank=True)
    icp_number = models.CharField("ICP 备案号", max_length=60, blank=True)
    icp_url = models.URLField("ICP 备案链接", blank=True)
    police_number = models.CharField("公安备案号", max_length=60, blank=True)
    police_url = models.URLField("公安备案链接", blank=True)
    site_identifier = models.CharField("网站标识码", max_length=40, blank=True)
    party_mark = models.ForeignKey(
        "media.PortalImage",
        verbose_name="党政机关网站标识图",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    party_mark_url = models.URLField("网站标识链接", blank=True)

    panels: ClassVar[list] = [
        MultiFieldPanel([FieldPanel("organiser"), FieldPanel("operator"), FieldPanel("contact")], "单位"),
        MultiFieldPanel(
            [
                FieldPanel("icp_number"),
                FieldPanel("icp_url"),
                FieldPanel("police_number"),
                FieldPanel("police_url"),
                FieldPanel("site_identifier"),
                FieldPanel("party_mark"),
                FieldPanel("party_mark_url"),
            ],
            "备案与标识",
        ),
    ]

    class Meta:
        verbose_name = "页脚"
        verbose_name_plural = "页脚"


@register_setting(icon="warning")
class AlertBanner(BaseSiteSetting):
    """One banner on top of every page; empty text means none."""

    class Level(models.TextChoices):
        INFO = "info", "通知"
        WARNING = "warning", "提醒"
        DANGER = "error", "紧急"

    text = models.CharField("内容", max_length=160, blank=True)
    level = models.CharField("级别", max_length=10, choices=Level.choices, default=Level.INFO)
    link = models.CharField("链接", max_length=300, blank=True)
    until = models.DateTimeField("显示到", null=True, blank=True)

    panels: ClassVar[list] = [
        FieldPanel("text"),
        FieldPanel("level"),
        FieldPanel("link"),
        FieldPanel("until"),
    ]

    class Meta:
        verbose_name = "全站通知条"
        verbose_name_plural = "全站通知条"
