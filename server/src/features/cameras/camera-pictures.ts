import type { LiveSocket } from "@whereabouts/contracts";
import { AppError } from "../../base/index.ts";
import type { PerceptionPort, Snapshot, VideoViewer } from "../../pipeline/perception-port.ts";
import type { CameraLeases } from "./camera-leases.ts";

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A process of this installation that can be asked. */
interface NodePlace {
  readonly name: string;
  readonly url: string;
}

/** How this process asks others of the installation for pictures of the cameras they run. */
export interface NodeCalls {
  snapshot(node: NodePlace, cameraId: string): Promise<Snapshot>;
  /** Passes messages on until either side ends. */
  relayVideo(node: NodePlace, cameraId: string, socket: LiveSocket): void;
  /** True for a call that another process passes on: it must be answered here. */
  isForwarded(headers: Headers): boolean;
}

/** Pictures of every camera, whichever process of the installation runs it. */
export class CameraPictures {
  readonly #perception: PerceptionPort;
  readonly #leases: Pick<CameraLeases, "elsewhere">;
  readonly #nodes: NodeCalls;

  constructor(ports: {
    readonly perception: PerceptionPort;
    readonly leases: Pick<CameraLeases, "elsewhere">;
    readonly nodes: NodeCalls;
  }) {
    this.#perception = ports.perception;
    this.#leases = ports.leases;
    this.#nodes = ports.nodes;
  }

  /**
   * The camera's newest picture.
   *
   * @param headers of the call that asks
   * @throws AppError `unavailable` with the reason, naming the node that should have it
   */
  async snapshot(cameraId: string, headers: Headers): Promise<Snapshot> {
    const node = this.#otherNode(cameraId, headers);
    if (node === null) return this.#perception.snapshot(cameraId);
    if (node.url === null) throw new AppError("unavailable", unreachable(node.name));
    return this.#nodes.snapshot({ name: node.name, url: node.url }, cameraId);
  }

  /** Live video, from here or from where the camera runs. @returns call that ends it */
  openVideo(
    cameraId: string,
    request: {
      readonly headers: Headers;
      readonly socket: LiveSocket;
      readonly viewer: VideoViewer;
    },
  ): () => void {
    const { headers, socket, viewer } = request;
    const node = this.#otherNode(cameraId, headers);
    if (node === null) return this.#perception.openVideo(cameraId, viewer);
    if (node.url === null) viewer.onEnd(unreachable(node.name));
    else this.#nodes.relayVideo({ name: node.name, url: node.url }, cameraId, socket);
    return () => undefined;
  }

  #otherNode(cameraId: string, headers: Headers) {
    // Two nodes that each believe the other has the camera would pass the call on for ever.
    if (this.#nodes.isForwarded(headers)) return null;
    return this.#leases.elsewhere(cameraId) ?? null;
  }
}

function unreachable(name: string): string {
  return (
    `The camera runs on another node, ${name}: ask there, ` +
    "or set NODE_URL of that node to the address at which this one reaches it"
  );
}
