"""One address for every public template."""

from urllib.parse import urlencode

LESSON = "/lessons/zhenai-shengming-shouhu-anquan/"
GUIDE = "/guides/fang-nishui/"
BASE = "/sites/hanhuaguan/"
PROGRAMME = "/sites/hanhuaguan/hanhuaguan-chema/"

PUBLIC_PAGES = {
    "front page": "/",
    "lessons": "/lessons/",
    "lesson": LESSON,
    "guides": "/guides/",
    "guide": GUIDE,
    "bases": "/sites/",
    "base": BASE,
    "programme": PROGRAMME,
    "search with hits": f"/search/?{urlencode({'q': '汉画'})}",
    "search without hits": f"/search/?{urlencode({'q': 'qxzjwvk'})}",
    "search not asked": "/search/",
    "topic": "/topics/anquan/",
    "unit": "/units/ddyfz-g07a-new-u3/",
    "standard page": "/wuzhangai/",
    "correction": "/correction/",
    "site map": "/sitemap/",
    "sign-in": "/account/login/",
    "sign-up": "/account/signup/",
    "not found": "/no-such-page/",
}
