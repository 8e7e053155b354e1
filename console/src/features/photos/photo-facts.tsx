import { IconSparkles, IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { StoredPhotoDetail } from "../../app/api.ts";
import { formatInstant } from "../../app/format.ts";
import { cameraQuery } from "../../app/queries.ts";
import { Panel } from "../../ui/panel.tsx";

type Size = readonly [number, number] | null;

/** What is known of a photo, and what the result must not be taken for. */
export function PhotoFacts({ photo }: { readonly photo: StoredPhotoDetail }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  const size = (px: Size) => (px === null ? "–" : `${px[0]} × ${px[1]} px`);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t("photos.from"), <Origin key="origin" photo={photo} />],
    [t("photos.added"), formatInstant(photo.created_at, language)],
    [t("photos.originalSize"), size(photo.size_px)],
    ...(photo.result_size_px === null
      ? []
      : [[t("photos.resultSize"), size(photo.result_size_px)] as const]),
    ...(photo.place === null
      ? []
      : [[t("photos.place"), <Place key="place" place={photo.place} />] as const]),
  ];
  return (
    <Panel title={t("photos.facts")}>
      {photo.method !== null && <MethodNote photo={photo} method={photo.method} />}
      <dl className="photo-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {photo.place !== null && (
        <p className="soft photo-note">
          {t(photo.place.source === "exif" ? "photos.placeExif" : "photos.placeSent")}
        </p>
      )}
    </Panel>
  );
}

function MethodNote({
  photo,
  method,
}: {
  readonly photo: StoredPhotoDetail;
  readonly method: string;
}) {
  const { t } = useTranslation();
  const { is_generated: isGenerated, invented_url: inventedUrl } = photo;
  const hasMap = inventedUrl !== null;
  const Sign = isGenerated ? IconSparkles : IconInfoCircle;
  return (
    <div className="photo-method" data-generated={isGenerated}>
      <Sign size={18} stroke={1.7} aria-hidden />
      <div>
        <strong>{t(isGenerated ? "photos.generated" : "photos.notGenerated")}</strong>
        <span>{t("photos.enlargedBy", { method })}</span>
        <span className="soft">
          {t(isGenerated ? "photos.generatedHelp" : "photos.notGeneratedHelp")}
          {hasMap && ` ${t("photos.faithfulDone")}`}
        </span>
      </div>
    </div>
  );
}

function Origin({ photo: { origin } }: { readonly photo: StoredPhotoDetail }) {
  const { t, i18n } = useTranslation();
  const cameraId = "camera_id" in origin ? origin.camera_id : undefined;
  const { data: cameras } = useQuery({ ...cameraQuery, enabled: cameraId !== undefined });
  const camera = cameras?.find((row) => row.camera_id === cameraId);
  if (origin.kind === "upload") return t("photos.origin.upload");
  if (origin.kind === "burst") return t("photos.ofBurst", { count: origin.frames });
  const at = formatInstant(origin.captured_at, i18n.language);
  return (
    <span className="photo-origin">
      {origin.kind === "subject" && origin.subject_id !== null && (
        <Link to={`/subjects/${origin.subject_id}`}>
          {origin.global_id ?? t("photos.origin.subject")}
        </Link>
      )}
      {camera !== undefined && <Link to={`/cameras/${camera.code}`}>{camera.name}</Link>}
      {camera === undefined && origin.kind === "camera" && <span>{origin.camera_code}</span>}
      <span>{at}</span>
      {origin.kind === "subject" && origin.best_of_day !== null && (
        <span className="soft">{t("photos.bestOfDay", { day: origin.best_of_day })}</span>
      )}
    </span>
  );
}

function Place({ place }: { readonly place: NonNullable<StoredPhotoDetail["place"]> }) {
  const { latitude, longitude } = place;
  const ns = latitude < 0 ? "S" : "N";
  const ew = longitude < 0 ? "W" : "E";
  return (
    <span className="tabular">
      {Math.abs(latitude).toFixed(5)}° {ns}, {Math.abs(longitude).toFixed(5)}° {ew}
    </span>
  );
}
