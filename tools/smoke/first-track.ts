import { once } from "node:events";

import { WebSocket } from "ws";

/** The parts of a `tracks` event that show something was found. */
interface TracksEvent {
  readonly type: string;
  readonly topic?: string;
  readonly data?: { readonly camera_code: string; readonly boxes: readonly unknown[] };
}

/** @returns a bearer token. @throws Error with the answer when the log-in is refused */
export async function logIn(
  baseUrl: string,
  account: { readonly username: string; readonly password: string },
): Promise<string> {
  const response = await fetch(`${baseUrl}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(account),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (!response.ok || answer.access_token === undefined) {
    throw new Error(`Log-in was answered with ${response.status} ${JSON.stringify(answer)}`);
  }
  return answer.access_token;
}

/**
 * Waits on the live feed for a picture in which something is followed.
 *
 * @returns code of the camera that saw it
 * @throws Error when nothing came within `withinMs`
 */
export async function firstTrack(
  baseUrl: string,
  token: string,
  withinMs: number,
): Promise<string> {
  const url = `${baseUrl.replace(/^http/, "ws")}/api/v1/live?token=${encodeURIComponent(token)}`;
  const socket = new WebSocket(url);
  const signal = AbortSignal.timeout(withinMs);
  try {
    await once(socket, "open", { signal });
    socket.send(JSON.stringify({ type: "subscribe", topics: ["tracks.>"] }));
    for (;;) {
      const [data] = (await once(socket, "message", { signal })) as [Buffer];
      const event = JSON.parse(data.toString("utf8")) as TracksEvent;
      if (event.type === "error")
        throw new Error(`The live feed answered ${data.toString("utf8")}`);
      if ((event.data?.boxes?.length ?? 0) > 0) return event.data!.camera_code;
    }
  } finally {
    socket.terminate();
  }
}
