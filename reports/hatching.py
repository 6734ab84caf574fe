"""Hatching for parts of a bar: neither vega nor a grey printer tells six colours apart."""

WIDE = 6  # pixels of a pattern's tile
# Paint in the chart: its ground, and the lines over it (SVG path of one tile) in their colour.
HATCHES = {
    "#1f3f66": ("#1f3f66", "", ""),
    "#e8eef5": ("#e8eef5", "M-1,1l2,-2M0,6l6,-6M5,7l2,-2", "#1f3f66"),
    "#8fa9c6": ("#8fa9c6", "", ""),
    "#fefefe": ("#ffffff", "M3,2v2M2,3h2", "#222222"),
    "#c9b79c": ("#c9b79c", "M0,3h6", "#5b4a2f"),
    "#f4e9d8": ("#f4e9d8", "M0,0l6,6M6,0l-6,6", "#5b4a2f"),
}
PAINTS = tuple(HATCHES)


def hatched(svg: str) -> str:
    """The drawing with patterns in place of these paints."""
    used = [paint for paint in PAINTS if HATCHES[paint][1] and f'fill="{paint}"' in svg]
    for paint in used:
        svg = svg.replace(f'fill="{paint}"', f'fill="url(#{_id(paint)})"')
    head, end, rest = svg.partition(">")
    return f"{head}{end}<defs>{''.join(map(_pattern, used))}</defs>{rest}" if used else svg


def _id(paint: str) -> str:
    return f"hatch-{paint[1:]}"


def _pattern(paint: str) -> str:
    ground, path, colour = HATCHES[paint]
    return (
        f'<pattern id="{_id(paint)}" width="{WIDE}" height="{WIDE}" patternUnits="userSpaceOnUse">'
        f'<rect width="{WIDE}" height="{WIDE}" fill="{ground}"/>'
        f'<path d="{path}" stroke="{colour}" stroke-width="1" fill="none"/></pattern>'
    )
