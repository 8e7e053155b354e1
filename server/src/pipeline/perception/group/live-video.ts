import { AV_NOPTS_VALUE } from "node-av/constants";
import type {
  OpenTranscoder,
  Picture,
  SourcePacket,
  Transcoder,
  VideoSource,
} from "../contract.ts";
import { Fmp4Packager, type CodedPicture } from "../video/packager.ts";
import type { VideoTap } from "./camera-session.ts";
import type { Outbox } from "./outbox.ts";

/**
 * Live video of one camera, packed only while somebody watches and once for all who do. H.264 is
 * copied; anything else is encoded, which costs a good part of a core.
 */
export class LiveVideo implements VideoTap {
  readonly #cameraId: string;
  readonly #outbox: Outbox;
  readonly #openTranscoder: OpenTranscoder;
  #isOpen = false;
  #source: VideoSource | null = null;
  #packager: Fmp4Packager | null = null;
  #transcoder: Transcoder | null = null;
  #isRunning = false;
  #isSkipping = false;

  constructor(options: {
    readonly cameraId: string;
    readonly outbox: Outbox;
    readonly openTranscoder: OpenTranscoder;
  }) {
    this.#cameraId = options.cameraId;
    this.#outbox = options.outbox;
    this.#openTranscoder = options.openTranscoder;
  }

  setOpen(isOpen: boolean): void {
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    this.#reset();
  }

  connected(source: VideoSource): void {
    this.#source = source;
    this.#reset();
  }

  packet({ packet, captureTimeMs }: SourcePacket): void {
    const source = this.#source;
    if (!this.#isOpen || !source || source.track.codec !== "h264") return;
    const bytes = packet.data;
    if (!bytes) return;
    const { parameters, timeBase } = source.track;
    const toMs = (ticks: bigint) => (Number(ticks) * timeBase.num * 1000) / timeBase.den;
    const dts = packet.dts === AV_NOPTS_VALUE ? packet.pts : packet.dts;
    if (dts === AV_NOPTS_VALUE) return;
    const pts = packet.pts === AV_NOPTS_VALUE ? dts : packet.pts;
    this.#packager ??= new Fmp4Packager({
      extradata: parameters.extradata,
      size: { widthPx: parameters.width, heightPx: parameters.height },
    });
    this.#pack(this.#packager, {
      bytes,
      ptsMs: toMs(pts),
      dtsMs: toMs(dts),
      durationMs: packet.duration > 0n ? toMs(packet.duration) : null,
      keyframe: packet.isKeyframe,
      captureTimeMs,
    });
  }

  async picture(picture: Picture): Promise<void> {
    if (!this.#isOpen || !this.#source || this.#source.track.codec === "h264") return;
    this.#transcoder ??= await this.#openTranscoder(picture.size);
    this.#packager ??= new Fmp4Packager({ extradata: null, size: picture.size });
    for (const coded of await this.#transcoder.encode(picture)) this.#pack(this.#packager, coded);
  }

  ended(reason: string): void {
    this.#source = null;
    const wasRunning = this.#isRunning;
    this.#reset();
    if (wasRunning) this.#outbox.send({ type: "video-end", cameraId: this.#cameraId, reason });
  }

  #reset(): void {
    this.#packager = null;
    this.#transcoder?.close();
    this.#transcoder = null;
    this.#isRunning = false;
    this.#isSkipping = false;
  }

  #pack(packager: Fmp4Packager, coded: CodedPicture): void {
    const packed = packager.add(coded);
    if (!packed) return;
    const { init, fragment } = packed;
    const cameraId = this.#cameraId;
    if (init) this.#isRunning = this.#outbox.sendVideo({ type: "video-init", cameraId, init });
    if (this.#isSkipping && !fragment.keyframe) return;
    this.#isSkipping = !this.#outbox.sendVideo({ type: "video-fragment", cameraId, fragment });
  }
}
