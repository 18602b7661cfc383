"""Chinese for words Wagtail's admin makes out of names in its code, which no catalogue can reach.

A form field, a column and a listing without a label show their Python name; the labels are put on them
here once, when the admin's hooks are loaded. Everything else is in ``portal/locale``.
"""

from wagtail.admin.forms import choosers, workflows
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.views.pages.search import SearchView
from wagtail.contrib.redirects.forms import ConfirmImportForm
from wagtail.contrib.settings.forms import SiteSwitchForm
from wagtail.models import Site
from wagtail.sites.views import IndexView as SiteIndexView
from wagtail.users.forms import PagePermissionsForm
from wagtail.users.views.bulk_actions.assign_role import RoleForm

LINK_TEXT = "链接文字"
# Form -> label by field.
FORM_LABELS = {
    choosers.ExternalLinkChooserForm: {"link_text": LINK_TEXT},
    choosers.AnchorLinkChooserForm: {"link_text": LINK_TEXT},
    choosers.PhoneLinkChooserForm: {"phone_number": "电话号码", "link_text": LINK_TEXT},
    choosers.EmailLinkChooserForm: {
        "email_address": "邮箱地址",
        "link_text": LINK_TEXT,
        "subject": "邮件主题",
        "body": "邮件正文",
    },
    workflows.WorkflowPageForm: {"page": "页面"},
    workflows.WorkflowContentTypeForm: {"content_types": "内容类型"},
    DefaultPageForm: {"include_descendants": "包括所有下级页面"},
    ConfirmImportForm: {"permanent": "永久重定向"},
    SiteSwitchForm: {"site": "站点"},
    PagePermissionsForm: {"page": "页面", "permissions": "权限"},
    RoleForm: {"role": "角色"},
}
SITE_COLUMNS = ("port", "site_name", "root_page")


def label_the_admin() -> None:
    """Put the labels on Wagtail's own forms, columns and views; may be called again."""
    for form, labels in FORM_LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    for column in SiteIndexView.columns:
        if column.name in SITE_COLUMNS:
            column.label = Site._meta.get_field(column.name).verbose_name
    SearchView.verbose_name = SearchView.verbose_name_plural = "页面"
