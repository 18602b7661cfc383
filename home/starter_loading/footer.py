"""The footer of a demonstration: who runs it and how to reach them, marked as an example."""

from wagtail.models import Site

from home.models import FooterSettings

from .once import load_once

ORGANISER = "示例市教育局、示例市妇女联合会（示范站点，正式使用前请在后台“设置 › 页脚”改成真实单位）"
CONTACT = "示例：请在后台“设置 › 页脚”填写办公电话和邮箱"


def load_footer() -> int:
    """Fill the two lines the texts of the site point to, once; return how many items were new."""
    return int(load_once("footer", fill_footer))


def fill_footer() -> None:
    """Fill organiser and contact of the default site; what somebody wrote stays."""
    footer = FooterSettings.for_site(Site.objects.get(is_default_site=True))
    footer.organiser = footer.organiser or ORGANISER
    footer.contact = footer.contact or CONTACT
    footer.save()
