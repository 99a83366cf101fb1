"""Vega-Lite specifications of the charts. Pure: figures in, a dictionary out; every axis has a Russian title and a unit."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from vpr.analytics.report import Chart

Spec = dict[str, Any]

INK = "#1b2223"
SOFT = "#5b6668"
TEAL = "#0b6e6e"
SAMPLE = "#8a9799"
#: From «2» to «5»: light to dark of one accent would hide «2»; four tones that differ in lightness too.
MARKS = {"«2»": "#b5482f", "«3»": "#e0b24a", "«4»": "#6fb0a8", "«5»": "#0b5c5c"}
SERIES = {"журнал": "#b9c4c5", "ВПР": TEAL}


class Width(StrEnum):
    """Two renditions: letters must stay readable at 360 px."""

    WIDE = "wide"
    NARROW = "narrow"


PIXELS = {Width.WIDE: 720, Width.NARROW: 320}


def specification(chart: Chart, width: Width) -> Spec:
    """The whole specification of a chart in a rendition."""
    body = _KINDS[chart.kind](chart, width)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "#ffffff",
        "data": {"values": list(chart.records)},
        "autosize": {"type": "fit", "contains": "padding"},
        "width": PIXELS[width],
        "config": _CONFIG if width is Width.WIDE else {**_CONFIG, "legend": {**_CONFIG["legend"], "columns": 1}},
        **body,
    }


_CONFIG: Spec = {
    "font": "Arial, Helvetica, sans-serif",
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelColor": INK,
        "titleColor": INK,
        "titleFontWeight": "normal",
        "gridColor": "#e4e9ea",
        "domainColor": SOFT,
        "labelLimit": 400,
    },
    "legend": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "orient": "top",
        "labelLimit": 260,
        "title": None,
        "columns": 2,
    },
    "view": {"stroke": None},
}
_SHARE_AXIS: Spec = {"title": "Доля участников, %"}


def _height(width: Width) -> int:
    return 300 if width is Width.WIDE else 260


def _histogram(chart: Chart, width: Width) -> Spec:
    most = max((record["score"] for record in chart.records), default=0)
    step = max(1, -(-most // (20 if width is Width.WIDE else 8)))
    ticks = list(range(0, most + 1, step))
    x: Spec = {
        "field": "score",
        "type": "quantitative",
        "title": "Первичный балл",
        "scale": {"domain": [-0.7, most + 0.7], "nice": False},
        "axis": {"values": ticks, "format": "d", "grid": False},
    }
    y: Spec = {"field": "share", "type": "quantitative", "axis": _SHARE_AXIS}
    bar = max(2, int(PIXELS[width] * 0.7 / (most + 2)))
    color: Spec = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": _in_order(chart, "series"), "range": [SAMPLE, TEAL][-len(_in_order(chart, "series")) :]},
    }
    layers: list[Spec] = [
        {
            "transform": [{"filter": "datum.own"}],
            "mark": {"type": "bar", "width": bar},
            "encoding": {"x": x, "y": y, "color": color},
        },
        {
            "transform": [{"filter": "!datum.own"}],
            "mark": {"type": "line", "point": {"size": 18}, "strokeWidth": 1.5},
            "encoding": {"x": x, "y": y, "color": color},
        },
    ]
    return {"height": _height(width), "layer": layers + _boundaries(chart)}


def _boundaries(chart: Chart) -> list[Spec]:
    """First score of each mark: the line stands before its bar."""
    if not chart.lines:
        return []
    values = [{"at": at - 0.5, "mark": mark} for mark, at in chart.lines]
    x: Spec = {"field": "at", "type": "quantitative"}
    return [
        {
            "data": {"values": values},
            "mark": {"type": "rule", "strokeDash": [4, 3], "color": INK},
            "encoding": {"x": x},
        },
        {
            "data": {"values": values},
            "mark": {"type": "text", "baseline": "bottom", "dy": -3, "color": INK, "fontSize": 12},
            "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "mark"}},
        },
    ]


def _marks(chart: Chart, width: Width) -> Spec:
    name = "group" if width is Width.WIDE else "level"  # a long name would leave no room for the bars
    groups = _in_order(chart, name)
    y: Spec = {
        "field": name,
        "type": "nominal",
        "sort": groups,
        "title": None,
        "axis": {"labelLimit": 260, "ticks": False, "domain": False},
    }
    x: Spec = {
        "field": "share",
        "type": "quantitative",
        "stack": "zero",
        "axis": _SHARE_AXIS,
        "scale": {"domain": [0, 100]},
    }
    order: Spec = {"field": "mark", "type": "nominal"}
    middle: Spec = {**x, "bandPosition": 0.5}
    return {
        "height": 46 * len(groups) + 20,
        "layer": [
            {
                "mark": {"type": "bar", "height": 26},
                "encoding": {"x": x, "y": y, "order": order, "color": _mark_color()},
            },
            {
                "transform": [{"filter": f"datum.share >= {6 if width is Width.WIDE else 14}"}],
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {
                    "x": middle,
                    "y": y,
                    "order": order,
                    "detail": {"field": "mark"},
                    "text": {"field": "share", "format": ".0f"},
                    "color": {
                        "condition": {"test": "datum.mark == '«3»' || datum.mark == '«4»'", "value": INK},
                        "value": "#fff",
                    },
                },
            },
        ],
    }


def _mark_color() -> Spec:
    return {
        "field": "mark",
        "type": "nominal",
        "scale": {"domain": list(MARKS), "range": list(MARKS.values())},
        "legend": {"columns": 4},
    }


def _journal(chart: Chart, width: Width) -> Spec:
    return {
        "height": _height(width),
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "mark", "type": "nominal", "title": "Отметка", "axis": {"labelAngle": 0}},
            "xOffset": {"field": "series", "sort": list(SERIES)},
            "y": {"field": "share", "type": "quantitative", "axis": _SHARE_AXIS},
            "color": {
                "field": "series",
                "type": "nominal",
                "scale": {"domain": list(SERIES), "range": list(SERIES.values())},
            },
        },
    }


def _task_axes(chart: Chart, width: Width) -> tuple[Spec, Spec]:
    """Tasks along the page when it is wide, down the page when it is narrow."""
    task: Spec = {"field": "task", "type": "nominal", "sort": _in_order(chart, "task"), "title": "Задание"}
    value: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, 100]},
        "axis": {"title": "Выполнение, %"},
    }
    task["axis"] = {"labelAngle": 0, "grid": True, "labelOverlap": False}
    if width is Width.WIDE and len(_in_order(chart, "task")) > 18:
        task["axis"]["labelAngle"] = -90
    return (task, value) if width is Width.WIDE else (value, task)


def _tasks(chart: Chart, width: Width) -> Spec:
    x, y = _task_axes(chart, width)
    series = _in_order(chart, "series")
    encoding: Spec = {
        "x": x,
        "y": y,
        "color": {
            "field": "series",
            "type": "nominal",
            "scale": {"domain": series, "range": [SAMPLE, TEAL][-len(series) :]},
        },
        "shape": {
            "field": "series",
            "type": "nominal",
            "scale": {"domain": series, "range": ["diamond", "circle"][-len(series) :]},
        },
    }
    axis = "y" if width is Width.WIDE else "x"
    rule: Spec = {
        "data": {"values": [{"at": at} for _, at in chart.lines]},
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": SOFT},
        "encoding": {axis: {"field": "at", "type": "quantitative"}},
    }
    sizes = [200, 55][-len(series) :]  # the sample stays visible behind an equal figure
    encoding["size"] = {"field": "series", "type": "nominal", "scale": {"domain": series, "range": sizes}}
    dots: Spec = {"mark": {"type": "point", "filled": True, "opacity": 1}, "encoding": encoding}
    return {"height": _task_height(chart, width), "layer": [rule, dots]}


def _task_height(chart: Chart, width: Width) -> int:
    return 300 if width is Width.WIDE else 24 * len(_in_order(chart, "task")) + 60


def _groups(chart: Chart, width: Width) -> Spec:
    x, y = _task_axes(chart, width)
    color = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(MARKS), "range": list(MARKS.values())},
        "legend": {"columns": 4},
    }
    order: Spec = {"field": "order", "type": "quantitative"}
    return {
        "height": _task_height(chart, width),
        "mark": {"type": "line", "point": {"filled": True, "size": 45}, "strokeWidth": 1.5},
        "encoding": {"x": x, "y": y, "color": color, "order": order},
    }


def _funnel(chart: Chart, width: Width) -> Spec:
    """Dots of schools with the limits mean ± 1.96 sd / √n."""
    lines = dict(chart.lines)
    most = max(record["n"] for record in chart.records)
    mean, sd = lines["mean"], lines["sd"]
    sizes = sorted({max(1, round(most * step / 60)) for step in range(1, 61)})
    limits = [
        {"n": n, "side": side, "limit": min(100.0, max(0.0, mean + sign * 1.96 * sd / n**0.5))}
        for n in sizes
        for side, sign in (("low", -1), ("high", 1))
    ]
    x: Spec = {"field": "n", "type": "quantitative", "title": "Участников в организации"}
    y: Spec = {
        "field": "mean",
        "type": "quantitative",
        "scale": {"domain": [0, 100]},
        "axis": {"title": "Средний результат, %"},
    }
    return {
        "height": _height(width),
        "layer": [
            {
                "data": {"values": limits},
                "mark": {"type": "line", "strokeDash": [4, 3], "color": SOFT, "strokeWidth": 1.2},
                "encoding": {"x": x, "y": {**y, "field": "limit"}, "detail": {"field": "side"}},
            },
            {
                "data": {"values": [{"at": mean}]},
                "mark": {"type": "rule", "color": SOFT},
                "encoding": {"y": {"field": "at", "type": "quantitative"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 35, "color": TEAL, "opacity": 0.65},
                "encoding": {"x": x, "y": y},
            },
        ],
    }


def _in_order(chart: Chart, field: str) -> list[Any]:
    """Distinct values in the order of the records."""
    return list(dict.fromkeys(record[field] for record in chart.records))


_KINDS: dict[str, Callable[[Chart, Width], Spec]] = {
    "histogram": _histogram,
    "marks": _marks,
    "journal": _journal,
    "tasks": _tasks,
    "groups": _groups,
    "funnel": _funnel,
}
