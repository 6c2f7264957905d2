from surveys.emails.days import written_day, written_instant

__all__ = ["written_day", "written_instant"]
