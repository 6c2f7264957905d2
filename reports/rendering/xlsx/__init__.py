"""The summary, and what a later edition changes, as Excel workbooks in any of the languages: every list a table."""

from reports.rendering.xlsx.comparison import write_comparison
from reports.rendering.xlsx.summary import write_summary

__all__ = ["write_comparison", "write_summary"]
