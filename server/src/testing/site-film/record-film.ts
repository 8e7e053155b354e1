/**
 * Films one simulated camera into a file: `record-film.ts <camera> <seconds> <file>`. In a process
 * of its own, since native video code must never live beside a test.
 */
import { AV_LOG_ERROR, AV_PIX_FMT_YUV420P, FF_ENCODER_LIBX264 } from "node-av/constants";
import { Encoder, Muxer } from "node-av/api";
import { Frame, Log, Packet } from "node-av/lib";

import {
  createScene,
  createSceneRenderer,
  simulatedCamera,
  SIMULATED_VIDEO,
} from "@whereabouts/simulator";
import { FILM_START_MS } from "./film-start.ts";

Log.setLevel(AV_LOG_ERROR);
const [cameraCode = "", seconds = "", file = ""] = process.argv.slice(2);
const { fps } = SIMULATED_VIDEO;
const { environment } = simulatedCamera(cameraCode);
const renderer = createSceneRenderer(createScene({ environment }), cameraCode);
const encoder = await Encoder.create(FF_ENCODER_LIBX264, {
  gopSize: fps,
  maxBFrames: 0,
  options: { preset: "ultrafast", crf: 23 },
});
const muxer = await Muxer.open(file);
const stream = muxer.addStream(encoder);
const pixels = new Uint8Array(renderer.frameBytes);
for (let index = 0; index < Number(seconds) * fps; index++) {
  renderer.render(FILM_START_MS + (index * 1000) / fps, pixels);
  const frame = Frame.fromVideoBuffer(Buffer.from(pixels.buffer), {
    width: renderer.widthPx,
    height: renderer.heightPx,
    format: AV_PIX_FMT_YUV420P,
    timeBase: { num: 1, den: fps },
    pts: BigInt(index),
  });
  await encoder.encode(frame);
  frame.free();
  await drain();
}
await encoder.flush();
await drain();
await muxer.close();
encoder.close();

async function drain(): Promise<void> {
  for (;;) {
    const packet = await encoder.receive();
    if (!(packet instanceof Packet)) return;
    await muxer.writePacket(packet, stream);
    packet.free();
  }
}
