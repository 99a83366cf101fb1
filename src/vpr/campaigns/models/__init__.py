"""Tables of a campaign: assessments as data, windows and waves, the plan-schedule, the roadmap."""

from vpr.campaigns.models.assessments import (
    Amendment,
    AmendmentKind,
    Assessment,
    Campaign,
    Difficulty,
    Level,
    MarkScale,
    Task,
    Wave,
    Window,
    WindowKind,
)
from vpr.campaigns.models.plan import DrawGroup, PlanItem, PlanSchedule, PlanState, PlanStep
from vpr.campaigns.models.roadmap import Roadmap, RoadmapStage, RoadmapStep, RoadmapTick

__all__ = [
    "Amendment",
    "AmendmentKind",
    "Assessment",
    "Campaign",
    "Difficulty",
    "DrawGroup",
    "Level",
    "MarkScale",
    "PlanItem",
    "PlanSchedule",
    "PlanState",
    "PlanStep",
    "Roadmap",
    "RoadmapStage",
    "RoadmapStep",
    "RoadmapTick",
    "Task",
    "Wave",
    "Window",
    "WindowKind",
]
