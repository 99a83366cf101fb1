"""The demo region: invented, small, at every stage of a campaign at once; its deadlines count from the moment it is made."""

from vpr.simulation.demo.building import DemoNotes, build_demo, demo_exists

__all__ = ["DemoNotes", "build_demo", "demo_exists"]
