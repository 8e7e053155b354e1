import { acrossTabs } from "./tab-lock.ts";

/** Tokens of the signed-in user, shared by all tabs of one browser. */
interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Browser time, milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** The part of a login or refresh answer that is kept. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

const STORAGE_KEY = "whereabouts.session";
const LOCK_NAME = "whereabouts.refresh";
/** An access token this close to its end is renewed before it is used. */
const RENEWAL_MARGIN_MS = 30_000;

const listeners = new Set<() => void>();
let renewal: Promise<boolean> | undefined;

globalThis.window?.addEventListener("storage", (event) => {
  if (event.key === STORAGE_KEY) notify();
});

/** Keeps the tokens of a login or a refresh. */
export function keepTokens(answer: TokenAnswer): void {
  const tokens: Tokens = {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresAtMs: Date.now() + answer.expires_in * 1000,
  };
  localStorage.setItem(STORAGE_KEY, JSON.stringify(tokens));
  notify();
}

/** Forgets the tokens, in every tab. */
export function forgetTokens(): void {
  localStorage.removeItem(STORAGE_KEY);
  notify();
}

export function isSignedIn(): boolean {
  return readTokens() !== undefined;
}

/** @returns a function that ends the subscription */
export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A token good for at least the renewal margin, or undefined when nobody is signed in. */
export async function accessToken(): Promise<string | undefined> {
  const tokens = readTokens();
  if (tokens === undefined) return undefined;
  if (tokens.expiresAtMs - Date.now() > RENEWAL_MARGIN_MS) return tokens.accessToken;
  await renew(tokens.accessToken);
  return readTokens()?.accessToken;
}

/** `fetch` with the user's token; renews it once when the server refuses it. */
export async function authorizedFetch(request: Request): Promise<Response> {
  const token = await accessToken();
  const retry = request.clone();
  const response = await fetch(withToken(request, token));
  if (response.status !== 401 || token === undefined) return response;
  const renewed = await renew(token);
  if (!renewed) return response;
  return fetch(withToken(retry, readTokens()?.accessToken));
}

function withToken(request: Request, token: string | undefined): Request {
  if (token !== undefined) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

/** Resolves to whether a fresh token stands; one renewal runs at a time, over all tabs. */
function renew(refusedToken: string): Promise<boolean> {
  renewal ??= acrossTabs(LOCK_NAME, () => renewOnce(refusedToken)).finally(() => {
    renewal = undefined;
  });
  return renewal;
}

async function renewOnce(refusedToken: string): Promise<boolean> {
  const tokens = readTokens();
  if (tokens === undefined) return false;
  if (tokens.accessToken !== refusedToken) return true;
  const response = await fetch("/api/v1/auth/refresh", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: tokens.refreshToken }),
  });
  if (response.ok) {
    keepTokens((await response.json()) as TokenAnswer);
    return true;
  }
  if (response.status === 401 || response.status === 403) forgetTokens();
  return false;
}

function readTokens(): Tokens | undefined {
  const text = localStorage.getItem(STORAGE_KEY);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as Tokens;
  } catch {
    localStorage.removeItem(STORAGE_KEY);
    return undefined;
  }
}

function notify(): void {
  for (const listener of listeners) listener();
}
