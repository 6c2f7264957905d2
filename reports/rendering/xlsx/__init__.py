"""The summary as an Excel workbook, by openpyxl, in any of the languages: every list a table of Excel's own."""

from reports.rendering.xlsx.summary import write_summary

__all__ = ["write_summary"]
