"""Every picture there is, in the order in which they are built."""

from home.starter_assets.drawing.frieze import CARD, HERO
from home.starter_assets.drawing.scene import Scene
from home.starter_assets.drawing.scenes_bases import BASES
from home.starter_assets.drawing.scenes_guides import GUIDES
from home.starter_assets.drawing.scenes_lessons import LESSONS

SCENES: tuple[Scene, ...] = (*LESSONS, *GUIDES, *BASES, HERO)
CARDS: tuple[Scene, ...] = (CARD,)
