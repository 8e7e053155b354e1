/**
 * The containers FFmpeg may recognise, by kind of source. Playlists (HLS, DASH, concat, SDP) are
 * left out on purpose: they name further addresses, and a hostile one would make us read them.
 */
const CONTAINERS = [
  "mov,mp4,m4a,3gp,3g2,mj2",
  "matroska,webm",
  "avi",
  "flv",
  "mpegts",
  "h264",
  "hevc",
  "mjpeg",
];

/** A single JPEG is looked at once, as a photo is. */
export const RECORDING_FORMATS = [...CONTAINERS, "jpeg_pipe"].join(",");
export const HTTP_FORMATS = [...CONTAINERS, "mpjpeg", "jpeg_pipe"].join(",");
export const RTSP_FORMATS = "rtsp";
