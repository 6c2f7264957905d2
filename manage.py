#!/usr/bin/env python
"""Django's command line, for the portal's settings."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ilc_migration.settings")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as fault:
        reason = str(fault).splitlines()[0]
        sys.exit(f"The database cannot be used: {reason} (Is the portal running? Does PORTAL_HOME name its home?)")
