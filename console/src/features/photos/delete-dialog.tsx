import { Button, Group, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { answerOf, api, type StoredPhotoDetail } from "../../app/api.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Problem } from "../../ui/problem.tsx";
import { photoName, photoQuery } from "./photo-queries.ts";

interface DeleteProps {
  readonly photo: StoredPhotoDetail;
  readonly onClose: () => void;
}

/** Asks once more before a photo is gone for good. */
export function DeleteDialog({ photo, onClose }: DeleteProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const name = photoName(photo);
  const deleting = useMutation({
    mutationFn: () => {
      const params = { path: { photo_id: photo.photo_id } };
      return answerOf(api.DELETE("/api/v1/photos/{photo_id}", { params }));
    },
    onSuccess: async () => {
      onClose();
      await navigate("/photos");
      queries.removeQueries({ queryKey: photoQuery(photo.photo_id).queryKey });
      await queries.invalidateQueries({ queryKey: ["photos", "list"] });
      notifications.show({ message: t("photos.deleted", { name }) });
    },
  });
  return (
    <Dialog title={t("photos.deleteTitle")} opened onClose={onClose}>
      <Stack gap="md">
        <p className="photo-note">{t("photos.deleteExplain", { name })}</p>
        {deleting.error !== null && <Problem error={deleting.error} />}
        <Group justify="end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("action.cancel")}
          </Button>
          <Button color="red.9" loading={deleting.isPending} onClick={() => deleting.mutate()}>
            {t("photos.deleteForGood")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
