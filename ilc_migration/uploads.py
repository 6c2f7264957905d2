"""What happens to uploaded files while they stream in."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST_WHOLE_FILES = 10


class BoundedUpload(TemporaryFileUploadHandler):
    """Writes each file to a temporary one; beyond the limit it keeps counting and stores nothing.

    Such a file arrives with its true size and without content. The request is read to its end all the same: a browser
    shows the reason, and the fields that follow in a form are not lost. Memory stays flat. Raises RequestDataTooBig
    when one request would lay down more than ten of the largest files.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.kept = 0

    def receive_data_chunk(self, raw_data, start):
        """Keep what is within the limit."""
        most = settings.ATTACHMENT_MOST_BYTES
        if start + len(raw_data) <= most:
            self.file.write(raw_data)
            self.kept += len(raw_data)
        elif start <= most:
            self.file.seek(0)
            self.file.truncate()
            self.kept -= start
        if self.kept > MOST_WHOLE_FILES * most:
            self.upload_interrupted()
            raise RequestDataTooBig("too many large files in one request")
