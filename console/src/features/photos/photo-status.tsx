import { Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { StoredPhoto } from "../../app/api.ts";
import { isUnderWay, progressPercent } from "./photo-queries.ts";

const SHAPES = {
  queued: "unknown",
  processing: "degraded",
  completed: "ok",
  failed: "failed",
  cancelled: "unknown",
} as const satisfies Record<StoredPhoto["status"], string>;

/** Where a photo stands, with a bar while it is being enlarged. */
export function PhotoStatus({ photo }: { readonly photo: StoredPhoto }) {
  const { t } = useTranslation();
  const percent = progressPercent(photo);
  const isProcessing = photo.status === "processing" && percent !== null;
  return (
    <span className="photo-status">
      <span className="status" data-status={SHAPES[photo.status]}>
        {t(`photos.status.${photo.status}`)}
        {isProcessing && <span className="tabular">{percent} %</span>}
      </span>
      {isUnderWay(photo) && (
        <Progress value={percent ?? 0} size="sm" aria-label={t("photos.enlarging")} />
      )}
    </span>
  );
}
