"""Days written out, digits 0-9, Geneva's 24 hours (look.md)."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATE_FORMAT = "Y-m-d"
NUMBER_GROUPING = 3
