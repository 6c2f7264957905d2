"""The public page on which anybody checks a receipt."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from surveys.actions.verification import check_receipt
from surveys.forms.receipts import ReceiptForm


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_check(request):
    """Say whether a receipt is true, or what is wrong with it; asks no database and keeps nothing."""
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    context = {"form": form}
    if form.is_valid():
        receipt = form.cleaned_data["receipt"]
        problems = check_receipt(receipt)
        context |= {"checked": True, "wrong": [problem.label for problem in problems], "receipt": receipt}
    refused = form.is_bound and not form.is_valid()
    return render(request, "surveys/receipt_check.html", context, status=400 if refused else 200)
