import { Button, Switch } from "@mantine/core";
import { IconArrowLeft, IconPhotoQuestion } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { ApiError, type StoredPhotoDetail } from "../../app/api.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Problem } from "../../ui/problem.tsx";
import { usePicture } from "../../ui/use-picture.ts";
import { BurstPanel } from "./burst-panel.tsx";
import { CompareSlider } from "./compare-slider.tsx";
import { PhotoActions } from "./photo-actions.tsx";
import { PhotoFacts } from "./photo-facts.tsx";
import { PhotoMeasures } from "./photo-measures.tsx";
import { PhotoStatus } from "./photo-status.tsx";
import { isUnderWay, photoName, photoQuery, versioned } from "./photo-queries.ts";
import "./photos.css";

/** One photo: before and after, what is known of it, and why it was chosen of its burst. */
export function PhotoPage() {
  const { t } = useTranslation();
  const { photoId = "" } = useParams();
  const { data: photo, ...reading } = useQuery(photoQuery(photoId));
  const isGone = reading.error instanceof ApiError && [404, 422].includes(reading.error.status);
  return (
    <Page
      title={photo === undefined || isGone ? t("nav.photos") : photoName(photo)}
      actions={
        <>
          <Button
            component={Link}
            to="/photos"
            variant="subtle"
            color="gray"
            leftSection={<IconArrowLeft size={16} />}
          >
            {t("photos.all")}
          </Button>
          {photo !== undefined && !isGone && <PhotoActions photo={photo} />}
        </>
      }
    >
      {reading.isPending && <Loading rows={6} />}
      {reading.isError && !isGone && (
        <Problem error={reading.error} onRetry={() => void reading.refetch()} />
      )}
      {isGone && (
        <div className="panel">
          <EmptyState
            icon={IconPhotoQuestion}
            title={t("photos.unknown")}
            advice={t("photos.unknownAdvice")}
          />
        </div>
      )}
      {photo !== undefined && !isGone && (
        <div className="photo">
          <div className="photo-main">
            <PhotoView photo={photo} />
            {photo.burst.length > 0 && <BurstPanel photo={photo} />}
          </div>
          <div className="photo-side">
            <PhotoFacts photo={photo} />
            {photo.judgement !== null && (
              <PhotoMeasures judgement={photo.judgement} measures={photo.measures} />
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

function PhotoView({ photo }: { readonly photo: StoredPhotoDetail }) {
  const { t } = useTranslation();
  const [withInvented, setWithInvented] = useState(false);
  const address = (url: string | null) => (url === null ? undefined : versioned(url, photo));
  const original = usePicture(photo.original_url, "never");
  const result = usePicture(address(photo.result_url), "never");
  const invented = usePicture(withInvented ? address(photo.invented_url) : undefined, "never");
  const name = photoName(photo);
  const shown = withInvented ? (invented.url ?? result.url) : result.url;
  const sizePx = photo.result_size_px ?? photo.size_px;
  return (
    <Panel
      title={t("photos.picture")}
      actions={
        photo.invented_url !== null && (
          <Switch
            label={t("photos.showInvented")}
            checked={withInvented}
            onChange={(event) => setWithInvented(event.currentTarget.checked)}
          />
        )
      }
    >
      <div className="photo-view">
        {photo.status !== "completed" && (
          <div className="photo-progress">
            <PhotoStatus photo={photo} />
            {isUnderWay(photo) && <span className="soft">{t("photos.underWay")}</span>}
            {photo.error !== null && <div className="problem">{photo.error}</div>}
          </div>
        )}
        {original.error !== null && <Problem error={original.error} onRetry={original.reload} />}
        {original.url !== undefined && shown !== undefined && sizePx !== null ? (
          <CompareSlider
            before={original.url}
            after={shown}
            afterLabel={withInvented ? t("photos.putBack") : t("photos.after")}
            sizePx={sizePx}
            name={name}
          />
        ) : (
          original.url !== undefined && (
            <img className="photo-single" src={original.url} alt={t("photos.beforeOf", { name })} />
          )
        )}
        {withInvented && <p className="soft photo-note">{t("photos.inventedHelp")}</p>}
      </div>
    </Panel>
  );
}
