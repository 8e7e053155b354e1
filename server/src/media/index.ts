/**
 * The media store: every picture, plan, clip and export, as files with a row each. Owns
 * `DATA_DIR/media`; who may see a file is the features' business.
 */
export { MediaStore, type ByteRange, type Media, type NewMedia } from "./media-store.ts";
