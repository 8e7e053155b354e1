import type { StoredPhoto } from "../../app/api.ts";
import { photoName } from "./photo-queries.ts";

/** Name a picture is saved under; results are JPEG and say that they are enlarged. */
export function downloadName(
  photo: Pick<StoredPhoto, "file_name" | "photo_id" | "format">,
  picture: "original" | "result",
): string {
  const name = photoName(photo);
  const stem = name.replace(/\.[A-Za-z0-9]{2,5}$/, "");
  if (picture === "result") return `${stem}-enlarged.jpg`;
  return stem === name ? `${name}.${photo.format ?? "jpeg"}` : name;
}
