import { NumberInput, Radio, Stack, Switch } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { answerOf, api, type StoredPhotoDetail } from "../../app/api.ts";
import { Dialog, DialogForm } from "../../ui/dialog.tsx";

interface EnlargeProps {
  readonly photo: StoredPhotoDetail;
  readonly onClose: () => void;
}

const MODELS = ["general", "best"] as const;
/** The server's limits of the longer side, pixels. */
const LONG_SIDE = { min: 16, max: 4096 } as const;

/** Enlarges a photo again, with other wishes. */
export function EnlargeDialog({ photo, onClose }: EnlargeProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [model, setModel] = useState(photo.model);
  const [faithful, setFaithful] = useState(photo.faithful);
  const [longSidePx, setLongSidePx] = useState<number>(photo.long_side_max_px);
  const saving = useMutation({
    mutationFn: () => {
      const params = { path: { photo_id: photo.photo_id } };
      const body = { model, faithful, long_side_max_px: longSidePx };
      return answerOf(api.POST("/api/v1/photos/{photo_id}/enlarge", { params, body }));
    },
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ["photos"] });
    },
  });
  return (
    <Dialog title={t("photos.enlargeAgain")} opened onClose={onClose}>
      <DialogForm
        saving={saving}
        submitLabel={t("photos.enlarge")}
        onCancel={onClose}
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Radio.Group
          label={t("photos.model")}
          value={model}
          onChange={(value) => setModel(MODELS.find((known) => known === value) ?? "general")}
        >
          <Stack gap="xs" mt={6}>
            {MODELS.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`photos.modelName.${value}`)}
                description={t(`photos.modelHelp.${value}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Switch
          label={t("photos.faithful")}
          description={t("photos.faithfulHelp")}
          checked={faithful}
          onChange={(event) => setFaithful(event.currentTarget.checked)}
        />
        <NumberInput
          label={t("photos.longSide")}
          description={t("photos.longSideHelp")}
          value={longSidePx}
          min={LONG_SIDE.min}
          max={LONG_SIDE.max}
          allowDecimal={false}
          required
          onChange={(value) => setLongSidePx(Number(value))}
        />
      </DialogForm>
    </Dialog>
  );
}
