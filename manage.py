#!/usr/bin/env python
"""Command-line entry point."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cps_comms.settings")
    from cps_comms.command_line import run

    run(sys.argv)
