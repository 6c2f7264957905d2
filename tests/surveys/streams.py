"""A form whose file comes as a stream of any length, made while it is read."""

import io

BOUNDARY = "boundary"


class Stream(io.RawIOBase):
    """The body of such a request: fields, then a file of `size` bytes, then the fields `after`."""

    def __init__(self, size, *, fields=(), field="file", name="law.pdf", begins=b"%PDF-1.7\n", after=()):
        head = "".join(self.part(*pair) for pair in fields)
        head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        tail = "\r\n" + "".join(self.part(*pair) for pair in after) + f"--{BOUNDARY}--\r\n"
        self.pieces = [head.encode() + begins, size - len(begins), tail.encode()]
        self.length = len(self.pieces[0]) + self.pieces[1] + len(self.pieces[2])

    def part(self, name, value):
        return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'

    def read(self, size=-1):
        """The next bytes."""
        while self.pieces and not self.pieces[0]:
            self.pieces.pop(0)
        if not self.pieces:
            return b""
        piece = self.pieces[0]
        if isinstance(piece, int):
            taken = min(piece, size)
            self.pieces[0] = piece - taken
            return bytes(taken)
        self.pieces[0] = piece[size:]
        return piece[:size]


def post(client, path, stream, **headers):
    """The answer to the stream as a POST of this client."""
    return client.request(
        REQUEST_METHOD="POST",
        PATH_INFO=path,
        CONTENT_TYPE=f"multipart/form-data; boundary={BOUNDARY}",
        CONTENT_LENGTH=str(stream.length),
        **{"wsgi.input": stream},
        **headers,
    )
