"""Counts as they were released: what everybody may read of a school year, month by month."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from schools.models import SchoolYear


class CountsRelease(models.Model):
    """The counts of the reports that a school year had received before `through`, a month's first day.

    `tables`: {table: {"total": n or null, "cells": {code: n or null}}}, rounded and with small numbers hidden; the
    true ones are written nowhere.
    """

    append_only = True

    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="+")
    through = models.DateField()
    tables = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "through"], name="incidents_countsrelease_once")
        ]

    def __str__(self) -> str:
        return f"{self.year_id} through {self.through}"
