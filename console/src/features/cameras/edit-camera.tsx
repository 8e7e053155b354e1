import { Button, Group, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { useRights } from "../../app/account.ts";
import { answerOf, api, type RegistryCamera, type Site } from "../../app/api.ts";
import { cameraQuery } from "../../app/queries.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Panel } from "../../ui/panel.tsx";
import { notifyProblem, Problem } from "../../ui/problem.tsx";
import { DetectorFields, IdentityFields } from "./camera-fields.tsx";
import { changeOf, valuesOf } from "./camera-values.ts";
import { SourcePreview } from "./source-preview.tsx";

interface EditCameraProps {
  readonly camera: RegistryCamera;
  readonly sites: readonly Site[];
}

/** Changes or removes a camera. */
export function EditCamera({ camera, sites }: EditCameraProps) {
  const { t } = useTranslation();
  const { mayWork } = useRights();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ initialValues: valuesOf(camera) });
  const save = useMutation({
    mutationFn: () =>
      answerOf(
        api.PATCH("/api/v1/registry/cameras/{camera}", {
          params: { path: { camera: camera.camera_id } },
          body: changeOf(form.values, camera, sites),
        }),
      ),
    onSuccess: async (saved) => {
      notifications.show({ message: t("cameras.saved"), color: "lagoon" });
      await queries.invalidateQueries({ queryKey: cameraQuery.queryKey });
      if (saved.code !== camera.code)
        await navigate(`/cameras/${saved.code}?tab=edit`, { replace: true });
    },
  });
  return (
    <Panel title={t("cameras.settings")} className="camera-edit">
      <form onSubmit={form.onSubmit(() => save.mutate())}>
        <Stack gap="md">
          <SourcePreview form={form} />
          <IdentityFields form={form} sites={sites} />
          <DetectorFields form={form} />
          {save.isError && <Problem error={save.error} />}
          {mayWork && (
            <Group justify="space-between">
              <RemoveCamera camera={camera} />
              <Button type="submit" loading={save.isPending}>
                {t("action.save")}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Panel>
  );
}

function RemoveCamera({ camera }: { readonly camera: RegistryCamera }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () =>
      answerOf(
        api.DELETE("/api/v1/registry/cameras/{camera}", {
          params: { path: { camera: camera.camera_id } },
        }),
      ),
    onSuccess: async () => {
      await navigate("/cameras");
      await queries.invalidateQueries({ queryKey: cameraQuery.queryKey });
    },
    onError: (error) => notifyProblem(error, t),
  });
  return (
    <>
      <Button variant="default" className="danger" onClick={() => setAsking(true)}>
        {t("cameras.remove")}
      </Button>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("cameras.removeTitle", { camera: camera.code })}
      >
        <p>{t("cameras.removeExplain")}</p>
        <Group justify="end">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t("action.cancel")}
          </Button>
          <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t("cameras.remove")}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
