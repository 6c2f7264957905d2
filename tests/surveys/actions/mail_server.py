"""A mail server that answers as it is told, to see what becomes of letters."""

import socketserver
import threading
from contextlib import contextmanager


class Session(socketserver.StreamRequestHandler):
    """One conversation. What the server was told for a word is said instead of the usual; "drop" hangs up."""

    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            word = line.split()[0].upper().decode() if line.split() else ""
            answer = self.server.answers.get((word, line.split()[-1].decode()), self.server.answers.get(word))
            if answer == "drop":
                return
            if word == "DATA" and answer is None:
                if not self.take_text():
                    return
            else:
                self.say(answer or ("221 bye" if word == "QUIT" else "250 fine"))
            if word == "QUIT":
                return

    def take_text(self):
        self.say("354 go on")
        text = b""
        while not text.endswith(b"\r\n.\r\n"):
            text += self.rfile.readline()
        answer = self.server.answers.get("end of DATA", "250 taken")
        if not answer.startswith(("4", "5")):
            self.server.taken.append(text)
        if answer != "drop":
            self.say(answer)
        return answer != "drop"

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port; `taken` has the texts that it took, as bytes."""

    daemon_threads = True

    def __init__(self, answers):
        super().__init__(("127.0.0.1", 0), Session)
        self.answers = dict(answers)
        self.taken = []

    @property
    def port(self):
        return self.server_address[1]


@contextmanager
def mail_server(answers):
    """Run one in a thread until the block ends."""
    with MailServer(answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
