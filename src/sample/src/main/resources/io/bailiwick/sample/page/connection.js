// A WebSocket to one agent. It is opened with a ticket, so that no token is in any address; it goes
// on with newer tokens, which are sent over the socket itself when the service asks for one; and it
// ends when the service ends it, with a code that says whether to come again.

const LIFE = 'bailiwick.life';
const EXPIRING = 'bailiwick.expiring';
const REFRESH = 'bailiwick.refresh';

/** What the service says of the connection's life; null where the message is the agent's. */
function lifeMessage(text) {
  if (!text.startsWith('{"type":"bailiwick.')) return null;
  return JSON.parse(text);
}

/** What a close code means: those that end for good are 1008 and 4000 to 4999. */
export function meaning(code, reason) {
  const said = `code ${code}${reason ? `, ${reason}` : ''}`;
  if (code === 1000) return `closed by this page (${said})`;
  if (code === 1008 || (code >= 4000 && code <= 4999)) {
    return `ended by the service for good (${said}): whoever logs in again may come back`;
  }
  if (code === 1006) return `broken off (${said}): the network, or a service that has gone`;
  return `closed by the service for now (${said}): connect again to go on`;
}

/**
 * Connects.
 *
 * @param address the agent's, over HTTP
 * @param ticket good for this once
 * @param newerToken a promise of a token that was issued later, for the service to go on with
 * @param on what to call: opened(), said(text), lives(seconds), asked(seconds), failed(error),
 *     ended(code, reason, wasOpened)
 */
export function connect(address, ticket, newerToken, on) {
  const url = new URL(address);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = new URLSearchParams({ ticket });
  const socket = new WebSocket(url, [LIFE]);
  let opened = false;

  async function refresh(seconds) {
    on.asked(seconds);
    const token = await newerToken();
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: REFRESH, token }));
  }

  socket.addEventListener('open', () => {
    opened = true;
    on.opened();
  });
  socket.addEventListener('message', ({ data }) => {
    const life = lifeMessage(data);
    if (!life) on.said(data);
    else if (life.type === LIFE) on.lives(life.expires_in);
    // without a newer token it goes on to its expiry, and the service closes it then
    else if (life.type === EXPIRING) refresh(life.expires_in).catch(on.failed);
  });
  socket.addEventListener('close', ({ code, reason }) => on.ended(code, reason, opened));
  return {
    say: (text) => socket.send(text),
    close: () => socket.close(1000),
  };
}
