import { SaxesParser } from "saxes";
import { isAppError } from "../../../../base/index.ts";
import { IMPORT_LIMITS, refusal } from "./refusal.ts";

export interface OsmNode {
  readonly latitude: number;
  readonly longitude: number;
}

export interface OsmWay {
  readonly id: string;
  readonly nodes: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

export interface OsmFile {
  readonly nodes: ReadonlyMap<string, OsmNode>;
  /** Those with a `highway` tag. */
  readonly ways: readonly OsmWay[];
}

type Attributes = Readonly<Record<string, string>>;

/**
 * Reads OpenStreetMap XML piece by piece (API 0.6, as the editors and Overpass export it). Declared
 * document types are refused, so no entity is ever resolved, and nothing is fetched.
 * @throws AppError `invalid` naming the line, node or way; `too-large` beyond a limit
 */
export async function readOsm(chunks: AsyncIterable<Uint8Array>): Promise<OsmFile> {
  const reader = new OsmReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of chunks)
    reader.write(decode(() => decoder.decode(chunk, { stream: true })));
  reader.write(decode(() => decoder.decode()));
  return reader.close();
}

function decode(take: () => string): string {
  try {
    return take();
  } catch (error) {
    if (error instanceof TypeError) throw refusal("the file", "is not UTF-8 text, expected UTF-8");
    throw error;
  }
}

class OsmReader {
  readonly #parser = new SaxesParser({ position: true, xmlns: false });
  readonly #nodes = new Map<string, OsmNode>();
  readonly #ways: OsmWay[] = [];
  #open: { id: string; nodes: string[]; tags: Map<string, string> } | null = null;
  #depth = 0;
  #read = 0;

  constructor() {
    this.#parser.on("doctype", () => {
      throw refusal(this.#line(), "has a document type (DOCTYPE), expected none");
    });
    this.#parser.on("error", (error) => {
      throw isAppError(error) ? error : refusal(this.#line(), `is not XML: ${error.message}`);
    });
    this.#parser.on("opentag", ({ name, attributes }) => this.#opened(name, attributes));
    this.#parser.on("closetag", ({ name }) => this.#closed(name));
  }

  write(text: string): void {
    this.#read += text.length;
    if (this.#read > IMPORT_LIMITS.bytes) {
      throw refusal("the file", `is longer than ${IMPORT_LIMITS.bytes} characters`, "too-large");
    }
    this.#parser.write(text);
  }

  close(): OsmFile {
    this.#parser.close();
    return { nodes: this.#nodes, ways: this.#ways };
  }

  #line(): string {
    return `line ${this.#parser.line}`;
  }

  #opened(name: string, attributes: Attributes): void {
    if (++this.#depth > IMPORT_LIMITS.depth) {
      throw refusal(this.#line(), `is nested deeper than ${IMPORT_LIMITS.depth} elements`);
    }
    if (this.#depth === 1 && name !== "osm") {
      throw refusal(this.#line(), `starts with <${name}>, expected <osm>`);
    }
    if (name === "node") this.#node(attributes);
    else if (name === "way")
      this.#open = { id: attributes["id"] ?? "?", nodes: [], tags: new Map() };
    else if (name === "nd" && this.#open) this.#reference(this.#open, attributes["ref"]);
    else if (name === "tag" && this.#open && this.#open.tags.size < 200) {
      this.#open.tags.set(attributes["k"] ?? "", attributes["v"] ?? "");
    }
  }

  #node({ id, lat, lon }: Attributes): void {
    const [latitude, longitude] = [Number(lat || NaN), Number(lon || NaN)];
    if (id === undefined) throw refusal(this.#line(), "is a node without id");
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      throw refusal(
        `node ${id}`,
        `lies at lat="${lat}" lon="${lon}", expected degrees from -90 to 90 and -180 to 180`,
      );
    }
    if (this.#nodes.size >= IMPORT_LIMITS.nodes) {
      throw refusal(`node ${id}`, `is one of more than ${IMPORT_LIMITS.nodes}`, "too-large");
    }
    this.#nodes.set(id, { latitude, longitude });
  }

  #reference(way: { id: string; nodes: string[] }, ref: string | undefined): void {
    if (ref === undefined) throw refusal(`way ${way.id}`, "has an <nd> without ref");
    // The API holds no longer way.
    if (way.nodes.push(ref) > 2000) throw refusal(`way ${way.id}`, "has more than 2000 nodes");
  }

  #closed(name: string): void {
    this.#depth--;
    if (name !== "way" || !this.#open) return;
    if (this.#open.tags.has("highway")) this.#ways.push(this.#open);
    this.#open = null;
    if (this.#ways.length <= IMPORT_LIMITS.ways) return;
    throw refusal("the file", `has more than ${IMPORT_LIMITS.ways} roads`, "too-large");
  }
}
