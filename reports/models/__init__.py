from reports.models.compilations import Compilation
from reports.models.summaries import Summary

__all__ = ["Compilation", "Summary"]
