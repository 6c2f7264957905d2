"""How accounts work here: no sign-up but by invitation, and letters go through the portal's own letters."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up."""

    def is_open_for_signup(self, request):
        """Nobody makes an account alone; an invitation does (surveys.actions.people)."""
        return False
