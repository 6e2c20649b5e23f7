"""People who sign in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> User:
        """A person with an account; without a password they can only set one by e-mail."""
        user = self.model(email=email.strip().lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who may sign in; what they may do follows from their role assignments alone."""

    email = models.EmailField(_("district e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def live(self, at: datetime) -> Self:
        """Neither expired nor revoked at the moment."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class ApiKey(models.Model):
    """A key another system holds. Only its hash is kept; it is shown once, when it is made."""

    class Scope(models.TextChoices):
        VERDICT = "verdict", _("Ask whether an adult may text a student")
        RECIPIENTS = "recipients", _("Read the recipients of an activity")

    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = ApiKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def scope_names(self) -> list[str]:
        return [str(self.Scope(scope).label) for scope in self.scopes]

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > at
