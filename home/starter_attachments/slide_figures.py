"""Which figure stands on which slide: one word a slide from the second on, ``-`` for none.

The words are the motifs of ``vignettes``. A slide whose points need its whole width shows none.
"""

ANY_LESSON = "crane pine book pupils"
OF_LESSON = {
    "gonggong-shenghuo-kao-dajia": "pupils bench tree family - speaker book tree telephone bin",
    "jiaotong-anquan-banhui": "children - hourglass chariot - stop light children horse willow light",
    "jiefang-de-zuji": "dove pupils - book gate hourglass gate monument family dove children",
    "jiezishu-yu-jiafeng": "hut book bamboo millet slips seedling students crane family slips pine",
    "qingchun-lizhi-zai-dangxia": "students crane pine hut book - students slips - hourglass sun",
    "shitou-shang-de-handai": "tower horse chariot pupils carp moon - crane seedling pupils children",
    "wei-fumu-fendan": "stove family hourglass bowl broom - - pupils - family",
    "wo-de-jiaxiang-mei": "children tower carp sun pupils horse moon willow children seedling",
    "xianfa-shi-genben-fa": "- pupils book tower speaker telephone book - pupils ballot book",
    "yangcheng-hao-xiguan": "hourglass pupils bowl children sun book moon seedling cock",
    "youxu-canyu-gonggong-shenghuo": "telephone students light ballot speaker dove bench - book - students",
    "zhenai-shengming-shouhu-anquan": "- family pupils seedling - stop lifebuoy - telephone - pupils",
    "zhiye-daode-cong-xiaoshi": "gear anvil master book gear anvil master - stop hourglass ballot",
}


def figure(slug: str, number: int) -> str:
    """Return the motif for slide ``number`` (2 is the first after the cover), empty for none."""
    words = OF_LESSON.get(slug, ANY_LESSON).split()
    return words[(number - 2) % len(words)].strip("-")
