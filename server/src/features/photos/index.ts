/**
 * Photos: what people and apps send, and crops of cameras' pictures; the best of a burst and why;
 * enlarging, as jobs that survive restarts. Owns the table `photos`; bytes lie in the media store,
 * and networks run behind the `Upscaler` port.
 *
 * Speaks the photo contract unchanged, and richer routes of its own for the console.
 */
export { createPhotos, type Photos, type PhotosPorts } from "./create-photos.ts";
