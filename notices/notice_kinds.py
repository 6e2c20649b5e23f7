"""The messages this app sends itself."""

from notices import kinds, sign_in

kinds.register(sign_in.PASSWORD_RESET, sign_in.password_reset_words)
