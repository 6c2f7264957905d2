"""Numbers, exactly: nothing is rounded, and each is written in one way."""

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, Inexact

# A product, a sum or a half of decimals always ends.
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact])


def plain(number: Decimal) -> str:
    """A number without exponent, needless zeros, and sign of zero."""
    text = f"{number:f}" if number else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
