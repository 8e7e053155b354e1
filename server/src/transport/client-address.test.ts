import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createClientLocator, type Connection } from "./client-address.ts";

function from(remoteAddress: string, headers: Connection["headers"] = {}): Connection {
  return { remoteAddress, encrypted: false, headers: { host: "site.test:8000", ...headers } };
}

describe("createClientLocator", () => {
  test.each([
    ["nobody is trusted", [], "10.0.0.1", "1.2.3.4", "10.0.0.1"],
    ["a stranger claims", ["10.0.0.1"], "9.9.9.9", "1.2.3.4", "9.9.9.9"],
    ["one proxy", ["10.0.0.1"], "10.0.0.1", "1.2.3.4", "1.2.3.4"],
    ["the client lies in front", ["10.0.0.1"], "10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"],
    ["a chain of proxies", ["10.0.0.0/8"], "10.0.0.1", "1.2.3.4, 10.0.0.2", "1.2.3.4"],
    ["only proxies", ["10.0.0.0/8"], "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"],
    ["garbage in the chain", ["10.0.0.1"], "10.0.0.1", "1.2.3.4, <script>", "10.0.0.1"],
    ["IPv4 in IPv6", ["loopback"], "::ffff:127.0.0.1", "2001:db8::1", "2001:db8::1"],
    ["a named group", ["private"], "192.168.1.5", "::ffff:1.2.3.4", "1.2.3.4"],
  ])("when %s", (_case, trusted, peer, forwarded, expected) => {
    const locate = createClientLocator(trusted);
    expect(locate(from(peer, { "x-forwarded-for": forwarded })).address).toBe(expected);
  });

  test("builds the base URL from the proxy's words only behind a proxy", () => {
    const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "public.test" };
    expect(createClientLocator([])(from("10.0.0.1", headers)).baseUrl).toBe(
      "http://site.test:8000",
    );
    const behind = createClientLocator(["10.0.0.1"])(from("10.0.0.1", headers));
    expect(behind.baseUrl).toBe("https://public.test");
  });

  test.each(["evil.test/path", "a b", "x@y", "<script>", ""])(
    "never puts the host %j into links",
    (host) => {
      expect(createClientLocator([])(from("1.2.3.4", { host })).baseUrl).toBe("http://localhost");
    },
  );

  test.each(["proxy.test", "10.0.0.0/33", "10.0.0.0/x", ""])("refuses to trust %j", (entry) => {
    expect(() => createClientLocator([entry])).toThrow(/Cannot trust proxy/);
  });

  test("takes no address from a client that is not listed, whatever it sends", () => {
    const locate = createClientLocator(["10.0.0.1"]);
    fc.assert(
      fc.property(fc.string(), fc.string(), (forwarded, host) => {
        const headers = { "x-forwarded-for": forwarded, "x-forwarded-host": host };
        expect(locate(from("203.0.113.9", headers)).address).toBe("203.0.113.9");
      }),
    );
  });
});
