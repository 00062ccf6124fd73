// Signs in with the authorization code flow and PKCE, and keeps the tokens in memory only: a reload
// asks to sign in again. What has to outlive the redirect, and nothing else, is in the tab's session
// storage, and is taken out when it is read.

import { connect, meaning } from './connection.js';

const PENDING = 'bailiwick.sign-in';
// What the page does and no more: a person who is asked for consent reads these in words.
const SCOPES = 'openid agents:read agents:run teams:read workflows:read';
const element = (id) => document.getElementById(id);
/** A token that ends within this many milliseconds is not begun with. */
const SOON = 10_000;
let accessToken = null;
let refreshToken = null;
let idToken = null;
let endsAt = 0;
let renewing = null;
let socket = null;

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const sha256 = async (text) =>
  base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));

async function json(url, options) {
  const response = await fetch(url, { cache: 'no-store', credentials: 'omit', ...options });
  const body = await response.json().catch(() => ({}));
  return { response, body };
}

/** The issuer's endpoints (RFC 8414); an issuer that calls itself otherwise is not ours. */
async function discover(issuer) {
  const { body } = await json(`${issuer}/.well-known/openid-configuration`);
  if (body.issuer !== issuer) throw new Error('The issuer does not answer to its own name');
  return body;
}

async function signIn(config) {
  const endpoints = await discover(config.issuer);
  const pending = { state: random(), nonce: random(), verifier: random() };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const url = new URL(endpoints.authorization_endpoint);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: config.client_id,
    redirect_uri: config.redirect_uri,
    scope: SCOPES,
    resource: config.resource,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await sha256(pending.verifier),
    code_challenge_method: 'S256',
  });
  location.assign(url);
}

/** Takes the answer out of the address bar, and believes it only where it is the one asked for. */
async function finishSignIn(config) {
  const answer = new URLSearchParams(location.search);
  if (!['state', 'code', 'error'].some((name) => answer.has(name))) return false;
  history.replaceState(null, '', '/');
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null');
  sessionStorage.removeItem(PENDING);
  if (!pending || answer.get('state') !== pending.state) {
    throw new Error('This sign-in was not begun here');
  }
  if (answer.get('iss') !== config.issuer) throw new Error('Another issuer answered (RFC 9207)');
  if (answer.get('error') === 'access_denied') throw new Error('The sign-in was declined');
  if (answer.has('error')) throw new Error(`The sign-in was refused: ${answer.get('error')}`);
  const endpoints = await discover(config.issuer);
  const { response, body } = await json(endpoints.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: config.client_id,
      redirect_uri: config.redirect_uri,
      code: answer.get('code') ?? '',
      code_verifier: pending.verifier,
      resource: config.resource,
    }),
  });
  if (!response.ok) throw new Error(`No token: ${body.error ?? response.status}`);
  checkIdToken(body.id_token, config, pending.nonce);
  idToken = body.id_token;
  take(body);
  return true;
}

function take(answer) {
  accessToken = answer.access_token;
  refreshToken = answer.refresh_token;
  endsAt = Date.now() + answer.expires_in * 1000;
}

/** A newer token (RFC 6749, 6); whoever asks meanwhile gets the same one. */
function newerToken(config) {
  renewing ??= renew(config).finally(() => { renewing = null; });
  return renewing;
}

async function renew(config) {
  const used = refreshToken;
  const endpoints = await discover(config.issuer);
  const { response, body } = await json(endpoints.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: config.client_id,
      refresh_token: used ?? '',
    }),
  });
  if (!response.ok) throw new Error(`No newer token: ${body.error ?? response.status}`);
  // signed out meanwhile: what came is nobody's
  if (refreshToken !== used) throw new Error('Signed out meanwhile');
  take(body);
  return accessToken;
}

/** A ticket for this service: good once, for seconds, from this page's origin. */
async function fetchTicket(config) {
  if (endsAt - Date.now() < SOON) await newerToken(config);
  const { response, body } = await json(`${config.issuer}/bailiwick/tickets`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}` },
    body: new URLSearchParams({ resource: config.resource }),
  });
  if (!response.ok) throw new Error(`No ticket: ${body.error ?? response.status}`);
  return body.ticket;
}

/** OpenID Connect Core 3.1.3.7; it came from the token endpoint itself, which stands for its signature. */
function checkIdToken(idToken, config, nonce) {
  const payload = idToken.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  const claims = JSON.parse(
    new TextDecoder().decode(Uint8Array.from(atob(payload), (c) => c.charCodeAt(0))));
  const audience = [claims.aud].flat();
  if (claims.iss !== config.issuer || audience.length !== 1 || audience[0] !== config.client_id
      || claims.nonce !== nonce || claims.exp * 1000 <= Date.now()) {
    throw new Error('The ID token is not the one asked for');
  }
}

/** Forgets the tokens, with all that they showed. */
function forget() {
  accessToken = null;
  refreshToken = null;
  socket?.close();
  for (const part of ['me', 'lists', 'run', 'talk']) element(part).hidden = true;
  for (const part of ['claims', 'agents', 'teams', 'workflows', 'answer', 'talk-log']) {
    element(part).replaceChildren();
  }
  for (const part of ['login', 'welcome']) element(part).hidden = false;
  element('who').textContent = 'Not signed in';
}

/** Calls the service; a token that it takes no more is forgotten. */
async function call(path, options = {}) {
  const answer = await json(path, { ...options, headers: { Authorization: `Bearer ${accessToken}` } });
  if (answer.response.status === 401) {
    forget();
    throw new Error(`${answer.body.message ?? 'The token is not taken'}. Sign in again to go on.`);
  }
  return answer;
}

function fill(list, things) {
  element(list).replaceChildren(...(things.length ? things : [{ name: 'none', id: '' }]).map((thing) => {
    const item = document.createElement('li');
    item.textContent = thing.id ? `${thing.name} (${thing.id})` : thing.name;
    return item;
  }));
}

/** A value of /me as a person reads it. */
function readable(name, value) {
  if (name === 'expires_at') return new Date(value * 1000).toLocaleString();
  if (Array.isArray(value)) {
    return value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n') || 'none';
  }
  if (value === null) return name === 'agent' ? 'any: the token is bound to none' : 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function show(config) {
  const { response, body: me } = await call('/me');
  if (!response.ok) throw new Error(`/me answered ${response.status}: ${me.message ?? ''}`);
  element('who').textContent = me.name ?? me.user_id;
  element('welcome').hidden = true;
  element('claims').replaceChildren(...Object.entries(me).flatMap(([name, value]) => {
    const term = document.createElement('dt');
    const text = document.createElement('dd');
    term.textContent = name;
    text.textContent = readable(name, value);
    return [term, text];
  }));
  for (const family of ['agents', 'teams', 'workflows']) {
    const { response: answer, body } = await call(`/${family}`);
    fill(family, answer.ok ? body[family] ?? body : []);
  }
  for (const part of ['me', 'lists', 'run', 'logout']) element(part).hidden = false;
  element('talk').hidden = !config.tickets;
}

async function run(event) {
  event.preventDefault();
  element('answer').textContent = '';
  element('problem').hidden = true;
  const agent = encodeURIComponent(element('run-agent').value);
  const { response, body } = await call(`/agents/${agent}/runs`, {
    method: 'POST',
    body: new URLSearchParams({ message: element('run-message').value }),
  });
  const challenge = response.headers.get('WWW-Authenticate');
  element('answer').classList.toggle('refused', !response.ok);
  element('answer').textContent = response.ok
    ? body.content
    : [`${response.status} ${body.code ?? ''}: ${body.message ?? ''}`, challenge].filter(Boolean).join('\n');
}

/** Says where the connection stands, and keeps it in the list of what has happened. */
function tell(text) {
  element('talk-state').textContent = text;
  log(text);
}

function log(text) {
  const entry = document.createElement('li');
  const time = document.createElement('time');
  const now = new Date();
  time.dateTime = now.toISOString();
  time.textContent = now.toLocaleTimeString();
  entry.append(time, ` ${text}`);
  element('talk-log').append(entry);
}

/** What can be done with a connection, or without one. */
function offer(connected) {
  element('connect').hidden = connected;
  element('connect').disabled = false;
  element('disconnect').hidden = !connected;
  element('talk-agent').disabled = connected;
  element('say-form').hidden = !connected;
}

async function talk(config, event) {
  event.preventDefault();
  element('problem').hidden = true;
  const agent = element('talk-agent').value;
  element('connect').disabled = true;
  try {
    tell('Asking Keycloak for a ticket');
    const ticket = await fetchTicket(config);
    tell('Connecting with the ticket');
    socket = connect(
      new URL(`/agents/${encodeURIComponent(agent)}`, location.origin),
      ticket,
      () => newerToken(config),
      {
        opened: () => {
          offer(true);
          tell(`Connected to ${agent}`);
        },
        lives: (seconds) => tell(`Connected to ${agent}: allowed for ${seconds} seconds from now`),
        asked: (seconds) => tell(`Fetching a newer token: this one ends in ${seconds} seconds`),
        said: (text) => log(`Received: ${text}`),
        failed: (error) => tell(`${error.message}. The connection ends with its token`),
        ended: (code, reason, wasOpened) => {
          socket = null;
          offer(false);
          tell(wasOpened
            ? `The connection was ${meaning(code, reason)}`
            : 'Not connected: the service refused, and a browser is not told why');
          if (code >= 4000 && accessToken) element('login').hidden = false;
        },
      });
  } catch (error) {
    offer(false);
    tell('Not connected');
    throw error;
  }
}

function say(event) {
  event.preventDefault();
  const message = element('say-message').value;
  socket?.say(message);
  log(`Sent: ${message}`);
}

/**
 * Ends the session at the issuer too (OpenID Connect RP-Initiated Logout). The hint goes in a form's
 * body, never in an address; without it the issuer would have to ask the person once more.
 */
async function signOut(config) {
  const hint = idToken;
  idToken = null;
  forget();
  element('logout').hidden = true;
  const endpoints = await discover(config.issuer).catch(() => {
    throw new Error('Signed out here only: the issuer does not answer');
  });
  const form = document.createElement('form');
  form.method = 'post';
  form.action = endpoints.end_session_endpoint;
  const fields = {
    client_id: config.client_id,
    post_logout_redirect_uri: config.redirect_uri,
    id_token_hint: hint,
  };
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

function problem(error) {
  element('problem').textContent = error.message;
  element('problem').hidden = false;
}
// A page brought back by the back button would show what it showed to whoever signed out since.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

const attempt = (step) => async (...given) => {
  try {
    await step(...given);
  } catch (error) {
    problem(error);
  }
};

attempt(async () => {
  const { body: config } = await json('/page.json');
  if (location.origin !== new URL(config.redirect_uri).origin) {
    location.replace(config.redirect_uri);
    return;
  }
  element('login').addEventListener('click', attempt(() => signIn(config)));
  element('logout').addEventListener('click', attempt(() => signOut(config)));
  element('run-form').addEventListener('submit', attempt(run));
  element('talk-form').addEventListener('submit', attempt((event) => talk(config, event)));
  element('say-form').addEventListener('submit', attempt(say));
  element('disconnect').addEventListener('click', () => socket?.close());
  const signedIn = await finishSignIn(config).catch((error) => problem(error));
  if (signedIn) await show(config);
  else element('login').hidden = false;
})();
