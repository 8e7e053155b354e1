import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconSparkles } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { answerOf, api } from "../app/api.ts";
import { useRights } from "../app/account.ts";
import { notifyProblem } from "./problem.tsx";

/** What is made a photo of: a subject's crop, or a camera's newest picture. */
type Source = { readonly pictureId: string } | { readonly cameraId: string };

/** Makes a photo of a picture of the site, has it enlarged and opens it. Staff only. */
export function EnhanceButton({ source }: { readonly source: Source }) {
  const { t } = useTranslation();
  const { mayWork } = useRights();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const making = useMutation({
    mutationFn: () => photoOf(source),
    onSuccess: async (photo) => {
      notifications.show({ message: t("photos.made") });
      void queries.invalidateQueries({ queryKey: ["photos", "list"] });
      await navigate(`/photos/${photo.photo_id}`);
    },
    onError: (error) => notifyProblem(error, t),
  });
  if (!mayWork) return null;
  const isCrop = "pictureId" in source;
  return (
    <Button
      variant="default"
      leftSection={<IconSparkles size={16} />}
      loading={making.isPending}
      onClick={() => making.mutate()}
    >
      {isCrop ? t("photos.enhanceCrop") : t("photos.enhancePicture")}
    </Button>
  );
}

/** The usual wishes; the photo's page offers others. */
const WISHES = { model: "general", faithful: false, long_side_max_px: 1080 } as const;

function photoOf(source: Source) {
  return "pictureId" in source
    ? answerOf(
        api.POST("/api/v1/photos/from-picture", {
          body: { ...WISHES, picture_id: source.pictureId },
        }),
      )
    : answerOf(
        api.POST("/api/v1/photos/from-camera", { body: { ...WISHES, camera: source.cameraId } }),
      );
}
