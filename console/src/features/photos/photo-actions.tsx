import { Button, Menu } from "@mantine/core";
import { IconDownload, IconPlayerStop, IconSparkles, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { answerOf, api, fetchPicture, type StoredPhotoDetail } from "../../app/api.ts";
import { notifyProblem } from "../../ui/problem.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { EnlargeDialog } from "./enlarge-dialog.tsx";
import { downloadName } from "./download-name.ts";
import { isUnderWay } from "./photo-queries.ts";

/** What can be done with a photo: download for all, the rest for whoever may change it. */
export function PhotoActions({ photo }: { readonly photo: StoredPhotoDetail }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<"enlarge" | "delete">();
  const close = () => setDialog(undefined);
  const cancelling = useMutation({
    mutationFn: () => {
      const params = { path: { photo_id: photo.photo_id } };
      return answerOf(api.POST("/api/v1/photos/{photo_id}/cancel", { params }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["photos"] }),
    onError: (error) => notifyProblem(error, t),
  });
  return (
    <>
      <DownloadMenu photo={photo} />
      {photo.may_change && isUnderWay(photo) && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} />}
          loading={cancelling.isPending}
          onClick={() => cancelling.mutate()}
        >
          {t("photos.stop")}
        </Button>
      )}
      {photo.may_change && !isUnderWay(photo) && (
        <Button
          variant="default"
          leftSection={<IconSparkles size={16} />}
          onClick={() => setDialog("enlarge")}
        >
          {t("photos.enlargeAgain")}
        </Button>
      )}
      {photo.may_change && (
        <Button
          variant="default"
          leftSection={<IconTrash size={16} />}
          onClick={() => setDialog("delete")}
        >
          {t("photos.delete")}
        </Button>
      )}
      {dialog === "enlarge" && <EnlargeDialog photo={photo} onClose={close} />}
      {dialog === "delete" && <DeleteDialog photo={photo} onClose={close} />}
    </>
  );
}

function DownloadMenu({ photo }: { readonly photo: StoredPhotoDetail }) {
  const { t } = useTranslation();
  const downloading = useMutation({
    mutationFn: async (picture: "original" | "result") => {
      const url = picture === "original" ? photo.original_url : photo.result_url;
      if (url !== null) saveAs(await fetchPicture(url), downloadName(photo, picture));
    },
    onError: (error) => notifyProblem(error, t),
  });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          loading={downloading.isPending}
        >
          {t("photos.download")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={photo.result_url === null}
          onClick={() => downloading.mutate("result")}
        >
          {t("photos.downloadResult")}
        </Menu.Item>
        <Menu.Item onClick={() => downloading.mutate("original")}>
          {t("photos.downloadOriginal")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function saveAs(picture: Blob, name: string): void {
  const url = URL.createObjectURL(picture);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the address after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
