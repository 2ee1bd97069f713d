"""Drawing a QR code.

Source:
    segno, ISO/IEC 18004. Level M bears 15 % damage, as on printed paper.
"""

from io import BytesIO

import segno

_BORDER = 4
"""Modules around it: the least that the standard asks for."""


def draw_svg(url: str) -> bytes:
    """The QR code of an address as SVG that scales."""
    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawn, kind="svg", border=_BORDER, scale=8, omitsize=True, title=url
    )
    return drawn.getvalue()


def draw_png(url: str, *, scale: int) -> bytes:
    """The QR code of an address as PNG, `scale` pixels a module."""
    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="png", border=_BORDER, scale=scale)
    return drawn.getvalue()
