"""What came with a form that could not be saved: it goes back on the page, to be sent again."""

SECRET_FIELDS = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"})


def what_was_typed(request):
    """The posted fields as pairs of name and value, as often as they came; nothing secret is among them."""
    return [(name, value) for name, values in request.POST.lists() for value in values if name not in SECRET_FIELDS]
