import { IconPhoto } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { StoredPhoto } from "../../app/api.ts";
import { formatAgo } from "../../app/format.ts";
import { usePicture } from "../../ui/use-picture.ts";
import { PhotoStatus } from "./photo-status.tsx";
import { photoName, versioned } from "./photo-queries.ts";

/** One photo of the gallery. */
export function PhotoCard({ photo }: { readonly photo: StoredPhoto }) {
  const { t, i18n } = useTranslation();
  const { thumbnail_url: thumbnail, origin } = photo;
  const { url } = usePicture(thumbnail === null ? undefined : versioned(thumbnail, photo), "never");
  const words = [
    origin.kind === "upload" ? "" : t(`photos.origin.${origin.kind}`),
    formatAgo(photo.created_at, i18n.language),
  ];
  return (
    <Link className="photo-card" to={`/photos/${photo.photo_id}`}>
      <span className="photo-thumbnail">
        {url === undefined ? (
          <IconPhoto size={34} stroke={1.2} aria-hidden />
        ) : (
          <img src={url} alt="" />
        )}
      </span>
      <span className="photo-card-text">
        <strong>{photoName(photo)}</strong>
        <span className="soft">{words.filter(Boolean).join(" · ")}</span>
        <PhotoStatus photo={photo} />
      </span>
    </Link>
  );
}
