import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { answerOf, api } from "../../app/api.ts";
import { cameraQuery, siteQuery } from "../../app/queries.ts";
import { Dialog, DialogForm } from "../../ui/dialog.tsx";
import { DetectorFields, IdentityFields } from "./camera-fields.tsx";
import { creationOf, valuesOf } from "./camera-values.ts";
import { SourcePreview } from "./source-preview.tsx";

/** Dialog that adds a camera by its address. */
export function AddCamera({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("cameras.add")} size="lg">
      <AddCameraForm onClose={onClose} />
    </Dialog>
  );
}

function AddCameraForm({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: sites = [] } = useQuery(siteQuery);
  const form = useForm({ initialValues: valuesOf() });
  const create = useMutation({
    mutationFn: () =>
      answerOf(api.POST("/api/v1/registry/cameras", { body: creationOf(form.values, sites) })),
    onSuccess: async (camera) => {
      await queries.invalidateQueries({ queryKey: cameraQuery.queryKey });
      onClose();
      await navigate(`/cameras/${camera.code}`);
    },
  });
  return (
    <DialogForm saving={create} onCancel={onClose} onSubmit={form.onSubmit(() => create.mutate())}>
      <SourcePreview form={form} />
      <IdentityFields form={form} sites={sites} />
      <DetectorFields form={form} />
    </DialogForm>
  );
}
