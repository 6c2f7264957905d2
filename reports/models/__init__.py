from reports.models.compilations import Compilation
from reports.models.drawings import ChartDrawing
from reports.models.editions import EditionStep
from reports.models.exports import Export, ExportDownload
from reports.models.life import Stage, Step
from reports.models.summaries import Summary

__all__ = ["ChartDrawing", "Compilation", "EditionStep", "Export", "ExportDownload", "Stage", "Step", "Summary"]
