import type { Client } from "aedes";

/** The parser inside a broker's client, as far as it concerns us. */
interface PacketParser {
  readonly packet?: { readonly length: number };
  _parseLength(): boolean;
  emit(event: "error", error: Error): boolean;
}

/**
 * Cuts a client off as soon as it announces a packet above the limit. The broker itself would
 * collect up to 256 MB first (MQTT 3.1.1, section 2.2.3).
 *
 * @throws Error when the broker's insides are not what they were, rather than run without a limit
 */
export function limitPackets(client: Client, limitBytes: number): void {
  const parser = (client as unknown as { readonly _parser?: PacketParser })._parser;
  if (typeof parser?._parseLength !== "function") {
    throw new Error("MQTT broker has no packet parser that can be limited");
  }
  const parseLength = parser._parseLength;
  parser._parseLength = function (this: PacketParser) {
    const known = parseLength.call(this);
    if (!known || (this.packet?.length ?? 0) <= limitBytes) return known;
    client.conn.destroy(new Error(`MQTT packet exceeds ${limitBytes} bytes`));
    return false;
  };
}
