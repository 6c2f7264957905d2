from reports.models.clearances import Clearance, ClearanceStep
from reports.models.compilations import Compilation, NoDay, refused_day
from reports.models.drafts import AsideDecision, ChapterDraft, DraftFigure
from reports.models.drawings import ChartDrawing
from reports.models.editions import EditionStep
from reports.models.exports import Export, ExportDownload
from reports.models.figures import Figure
from reports.models.life import Stage, Step
from reports.models.papers import PaperAddition, PaperLanguage, PaperOutline, PaperParagraph, PaperVersion
from reports.models.reports import Chapter, ChapterSource, Milestone, Report, Topic
from reports.models.summaries import Summary
from reports.models.treatments import Refusal, Treatment, TreatmentDecision

__all__ = [
    "AsideDecision",
    "Chapter",
    "ChapterDraft",
    "ChapterSource",
    "ChartDrawing",
    "Clearance",
    "ClearanceStep",
    "Compilation",
    "DraftFigure",
    "EditionStep",
    "Export",
    "ExportDownload",
    "Figure",
    "Milestone",
    "NoDay",
    "PaperAddition",
    "PaperLanguage",
    "PaperOutline",
    "PaperParagraph",
    "PaperVersion",
    "Refusal",
    "Report",
    "Stage",
    "Step",
    "Summary",
    "Topic",
    "Treatment",
    "TreatmentDecision",
    "refused_day",
]
