"""OpenVPR: the whole cycle of the VPR assessments, from plan to reports."""
