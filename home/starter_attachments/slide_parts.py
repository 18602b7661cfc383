"""The XML of slide masters and layouts: placeholders, fixed texts, grounds; in inches and points."""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.util import Inches

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


@dataclass(frozen=True)
class Frame:
    """A rectangle on the slide in inches."""

    x: float
    y: float
    width: float
    height: float

    def xml(self) -> str:
        """Return the transform element."""
        x, y, cx, cy = (int(Inches(value)) for value in (self.x, self.y, self.width, self.height))
        return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'


@dataclass(frozen=True)
class Type:
    """How text in a frame is set: size in points, a theme colour, weight, alignment and bullets."""

    size: int
    color: str = "tx1"
    bold: bool = False
    align: str = "l"
    anchor: str = "ctr"
    bullet: bool = False
    spacing: int = 0

    def list_style(self) -> str:
        """Return the list style of the frame; ``spacing`` is the space before a paragraph in per cent."""
        size, weight = self.size * 100, int(self.bold)
        indent = ' marL="466725" indent="-466725"' if self.bullet else ' marL="0" indent="0"'
        mark = (
            '<a:buClr><a:schemeClr val="accent1"/></a:buClr><a:buSzPct val="55000"/>'
            '<a:buFont typeface="Arial"/><a:buChar char="■"/>'
            if self.bullet
            else "<a:buNone/>"
        )
        return (
            f'<a:lstStyle><a:lvl1pPr algn="{self.align}"{indent}><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPct val="{self.spacing * 1000}"/></a:spcBef>{mark}'
            f'<a:defRPr sz="{size}" b="{weight}"><a:solidFill><a:schemeClr val="{self.color}"/></a:solidFill>'
            "</a:defRPr></a:lvl1pPr></a:lstStyle>"
        )


def _shape(number: int, name: str, place: str, frame: Frame, fill: str, body: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/><p:cNvSpPr/><p:nvPr{place}</p:nvPr>'
        f'</p:nvSpPr><p:spPr>{frame.xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>'
        f"<p:txBody>{body}</p:txBody></p:sp>"
    )


def placeholder(number: int, name: str, kind: str, frame: Frame, type_: Type, fill: str = "") -> str:
    """Return a placeholder; ``kind`` is its attributes, as ``type="title"``."""
    prompt = '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="zh-CN"/>'
    text = (
        f"{prompt}<a:t>‹#›</a:t></a:fld>"
        if "sldNum" in kind
        else f"<a:r><a:rPr lang='zh-CN'/><a:t>{name}</a:t></a:r>"
    )
    body = (
        f'<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{type_.anchor}">'
        f"<a:normAutofit/></a:bodyPr>{type_.list_style()}<a:p>{text}</a:p>"
    )
    color = f'<a:solidFill><a:schemeClr val="{fill}"/></a:solidFill>' if fill else ""
    return _shape(number, name, f"><p:ph {kind}/>", frame, color, body)


def fixed_text(number: int, text: str, frame: Frame, type_: Type) -> str:
    """Return a text of the layout that the slides cannot change."""
    body = (
        f'<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{type_.anchor}"/>'
        f'{type_.list_style()}<a:p><a:r><a:rPr lang="zh-CN"/><a:t>{escape(text)}</a:t></a:r></a:p>'
    )
    return _shape(number, f"固定文字{number}", ' userDrawn="1">', frame, "", body)


def fixed_block(number: int, frame: Frame, color: str) -> str:
    """Return a filled rectangle of the layout in a theme colour."""
    fill = f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>'
    return _shape(number, f"色块{number}", ' userDrawn="1">', frame, fill, "<a:bodyPr/><a:lstStyle/><a:p/>")


def fixed_picture(number: int, relation: str, frame: Frame) -> str:
    """Return a picture of the layout; ``relation`` is the id of its part."""
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{number}" name="底纹{number}" descr=""/><p:cNvPicPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvPicPr><p:blipFill><a:blip r:embed="{relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></p:blipFill>"
        f'<p:spPr>{frame.xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def slide_data(name: str, shapes: list[str], ground: str = "bg1") -> object:
    """Return the ``p:cSld`` of a master or layout with a plain ground in a theme colour."""
    return parse_xml(
        f"<p:cSld {NAMESPACES} name={quoteattr(name)}><p:bg><p:bgPr><a:solidFill>"
        f'<a:schemeClr val="{ground}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree><p:nvGrpSpPr>'
        '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{''.join(shapes)}</p:spTree></p:cSld>"
    )
