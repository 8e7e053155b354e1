/**
 * Decode: turns packets into pictures. Every packet is decoded, since later pictures build on
 * earlier ones; pixels are converted only when somebody asks a picture for them.
 */
export { openDecoder } from "./video-decoder.ts";
export { openTranscoder } from "./transcoder.ts";
export { openLiveEncoder } from "./h264-encoder.ts";
