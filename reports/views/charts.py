"""Charts as pictures: drawn by a worker, found by the digest of what they show, and never changed."""

import base64
import hashlib
import re

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from reports.models.drawings import chart_path
from reports.permissions import may_read_editions
from reports.rendering.charts import STYLE

DIGEST = re.compile("[0-9a-f]{64}")
# The style inside, which follows the reader's wish for dark pages, and nothing else.
OWN_STYLE = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{OWN_STYLE}'; sandbox",
    "X-Content-Type-Options": "nosniff",
    # Who is signed in keeps nothing all the same (ilc_migration.middleware.NoStore).
    "Cache-Control": "private, max-age=31536000, immutable",
}


@require_safe
def chart(request, picture):
    """A chart of an edition that may not be published yet, for whoever may read such editions."""
    if not may_read_editions(request.user):
        raise Http404
    return picture_answer(picture)


def picture_answer(digest):
    """The picture with this digest. Raises Http404 without one."""
    if not DIGEST.fullmatch(digest):
        raise Http404
    try:
        drawn = chart_path(digest).read_bytes()
    except FileNotFoundError as missing:
        raise Http404 from missing
    return HttpResponse(drawn, content_type="image/svg+xml", headers=HEADERS)
