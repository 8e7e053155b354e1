import { Button, SegmentedControl } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { StoredPhoto } from "../../app/api.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Page } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PhotoCard } from "./photo-card.tsx";
import { PHOTO_SCOPES, photoListQuery, type PhotoScope } from "./photo-queries.ts";
import { Uploader } from "./uploader.tsx";
import "./photos.css";

/** Every photo the user sees, newest first, and the place to send more. */
export function PhotosPage() {
  const { t } = useTranslation();
  const [scope, setScope] = useScope();
  const list = useInfiniteQuery(photoListQuery(scope));
  const photos = list.data?.pages.flatMap((page) => page.photos) ?? [];
  return (
    <Page title={t("nav.photos")} lead={t("photos.lead")}>
      <Uploader />
      <div className="photo-scope">
        <SegmentedControl
          aria-label={t("photos.whose")}
          value={scope}
          onChange={(value) => setScope(PHOTO_SCOPES.find((known) => known === value) ?? "all")}
          data={PHOTO_SCOPES.map((value) => ({ value, label: t(`photos.scope.${value}`) }))}
        />
      </div>
      {list.isPending && <Loading rows={3} heightPx={200} />}
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && photos.length === 0 && (
        <div className="panel">
          <EmptyState
            icon={IconPhoto}
            title={t("photos.empty")}
            advice={t(scope === "site" ? "photos.emptySiteAdvice" : "photos.emptyAdvice")}
          />
        </div>
      )}
      <Gallery photos={photos} />
      {list.hasNextPage && (
        <div className="photo-more">
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t("action.more")}
          </Button>
        </div>
      )}
    </Page>
  );
}

function Gallery({ photos }: { readonly photos: readonly StoredPhoto[] }) {
  if (photos.length === 0) return null;
  return (
    <ul className="photo-gallery">
      {photos.map((photo) => (
        <li key={photo.photo_id}>
          <PhotoCard photo={photo} />
        </li>
      ))}
    </ul>
  );
}

/** Lives in the address, so that it can be kept and sent. */
function useScope(): [PhotoScope, (scope: PhotoScope) => void] {
  const [search, setSearch] = useSearchParams();
  const scope = PHOTO_SCOPES.find((known) => known === search.get("scope")) ?? "all";
  return [scope, (next) => setSearch(next === "all" ? {} : { scope: next }, { replace: true })];
}
