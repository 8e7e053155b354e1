import { AppError } from "../../base/index.ts";

/** Addresses a camera can have, as people write them. */
const EXPECTED = "file:, rtsp://, rtsps://, http://, https:// or sim:<environment>/<camera>";
const SIMULATED = /^sim:[a-z0-9-]+\/[a-z0-9-]+$/;
const NETWORK = /^(rtsps?|https?):\/\/[^/?#]/i;
const SECRET_PARAMETER = /pass|pwd|token|secret|key|auth|sig/i;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

/** True for an address that a perception process can open. */
export function isSourceUrl(url: string): boolean {
  if (CONTROL.test(url)) return false;
  if (SIMULATED.test(url)) return true;
  if (/^file:./i.test(url)) return true;
  return NETWORK.test(url) && URL.canParse(url) && new URL(url).hostname !== "";
}

/** @throws AppError `invalid` naming the field when no camera can have this address */
export function checkSourceUrl(url: string, field = "source_url"): string {
  if (isSourceUrl(url)) return url;
  const message = `Address ${maskSourceUrl(url).slice(0, 200)} is not usable: expected ${EXPECTED}`;
  throw new AppError("invalid", message, {
    details: [{ type: "url_scheme", loc: ["body", field], msg: message }],
  });
}

/** The address fit to be shown: passwords and secret parameters are `***`. */
export function maskSourceUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#@]*?):[^/?#]*@/i, "$1:***@")
    .replace(/([?&])([^=&#]*)=([^&#]*)/g, (whole, sign: string, name: string) =>
      SECRET_PARAMETER.test(name) ? `${sign}${name}=***` : whole,
    );
}

/** What a client sends back unchanged must not overwrite the secret it was never shown. */
export function unmaskSourceUrl(sent: string, stored: string | null): string {
  return stored !== null && sent === maskSourceUrl(stored) ? stored : sent;
}
