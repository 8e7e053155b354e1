import { FFmpegError } from "node-av/lib";
import {
  AVERROR_EACCES,
  AVERROR_EOF,
  AVERROR_EXIT,
  AVERROR_HTTP_BAD_REQUEST,
  AVERROR_HTTP_FORBIDDEN,
  AVERROR_HTTP_NOT_FOUND,
  AVERROR_HTTP_OTHER_4XX,
  AVERROR_HTTP_SERVER_ERROR,
  AVERROR_HTTP_UNAUTHORIZED,
  AVERROR_INVALIDDATA,
  AVERROR_PROTOCOL_NOT_FOUND,
  AVERROR_STREAM_NOT_FOUND,
} from "node-av/constants";
import { constants } from "node:os";
import { AppError, type ErrorKind } from "../../base/index.ts";

type Reason = readonly [kind: ErrorKind, words: string];

const { errno } = constants;

/** FFmpeg reports system errors as negative errno and its own as negative tags. */
const REASONS = new Map<number, Reason>([
  [-errno.ECONNREFUSED, ["unavailable", "Connection refused"]],
  [-errno.ECONNRESET, ["unavailable", "Connection lost"]],
  [-errno.EPIPE, ["unavailable", "Connection lost"]],
  [-errno.EHOSTUNREACH, ["unavailable", "No route to the camera"]],
  [-errno.ENETUNREACH, ["unavailable", "No route to the camera"]],
  [-errno.ETIMEDOUT, ["timeout", "Timed out"]],
  [-errno.EAGAIN, ["timeout", "Timed out"]],
  [-errno.ENOENT, ["not-found", "No such file"]],
  [-errno.EINVAL, ["invalid", "The format is not one that is allowed"]],
  [-errno.EIO, ["unavailable", "Name not found or connection broken"]],
  [AVERROR_EACCES, ["forbidden", "The server may not read the file"]],
  [AVERROR_EOF, ["unavailable", "The stream ended"]],
  [AVERROR_EXIT, ["timeout", "Timed out"]],
  [AVERROR_HTTP_UNAUTHORIZED, ["unavailable", "Authentication failed"]],
  [AVERROR_HTTP_FORBIDDEN, ["unavailable", "Authentication failed"]],
  [AVERROR_HTTP_NOT_FOUND, ["not-found", "The camera does not know this path"]],
  [AVERROR_HTTP_BAD_REQUEST, ["unavailable", "The camera refused the request"]],
  [AVERROR_HTTP_OTHER_4XX, ["unavailable", "The camera refused the request"]],
  [AVERROR_HTTP_SERVER_ERROR, ["unavailable", "The camera reports an error of its own"]],
  [AVERROR_INVALIDDATA, ["invalid", "The data is garbage or not video"]],
  [AVERROR_STREAM_NOT_FOUND, ["invalid", "The source has no video"]],
  [AVERROR_PROTOCOL_NOT_FOUND, ["invalid", "The source points at an address that is not allowed"]],
]);

/** Turns an FFmpeg result code into an error in words. Names no address, so leaks none. */
export function sourceError(code: number, during: "opening" | "reading"): AppError {
  const [kind, words] = REASONS.get(code) ?? ["unavailable", FFmpegError.strerror(code)];
  return new AppError(kind, `${words} while ${during} the source`);
}
