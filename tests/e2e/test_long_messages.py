"""A message too long is refused while it comes in, where `streamlit run` serves the app."""

from pages.ui.stage.gate import MOST_BYTES
from tests.e2e.browser import open_app

# The code with which the stage's socket is closed that is sent so many characters.
CLOSED = """most => new Promise(done => {
  const socket = new WebSocket(document.querySelector('.dn').stage.player.line.socket.url);
  socket.onopen = () => socket.send('x'.repeat(most));
  socket.onclose = event => done(event.code);
})"""
TOO_BIG = 1009  # the protocol's own


def test_a_long_message_is_refused_while_it_comes_in(page, server):
    open_app(page, server.url)
    assert page.evaluate(CLOSED, MOST_BYTES + 1) == TOO_BIG  # a much longer one may break off the line first
