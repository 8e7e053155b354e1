import { Button, ColorInput, Group, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { answerOf, api, type Floor } from "../../app/api.ts";
import { formatNumber } from "../../app/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { notifyProblem, Problem } from "../../ui/problem.tsx";
import type { ZoneDraft } from "./floor-editor.tsx";
import { areaM2, isSimple } from "./polygon.ts";

interface ZoneFormProps {
  readonly floor: Floor;
  readonly draft: ZoneDraft;
  readonly onChange: (draft: ZoneDraft) => void;
  readonly onDone: () => void;
}

/** Name, code and colour of the drafted zone, and its saving or removal. */
export function ZoneForm({ floor, draft, onChange, onDone }: ZoneFormProps) {
  const { t, i18n } = useTranslation();
  const { save, remove } = useZoneChange(floor, onDone);
  const simple = isSimple(draft.polygon_m);
  return (
    <Panel title={draft.zone_id === undefined ? t("zones.add") : t("zones.edit")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(draft);
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t("zones.name")}
            required
            withAsterisk={false}
            value={draft.name}
            onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
          />
          <TextInput
            label={t("zones.code")}
            required
            withAsterisk={false}
            value={draft.code}
            disabled={draft.zone_id !== undefined}
            onChange={(event) => onChange({ ...draft, code: event.currentTarget.value })}
          />
          <ColorInput
            label={t("zones.color")}
            format="hex"
            value={draft.color ?? ""}
            eyeDropperButtonProps={{ "aria-label": t("zones.color") }}
            onChange={(color) => onChange({ ...draft, color })}
          />
          <p className="soft tabular zone-hint">
            {t("zones.shape", {
              corners: draft.polygon_m.length,
              area: formatNumber(areaM2(draft.polygon_m), i18n.language),
            })}
          </p>
          {!simple && (
            <p className="zone-crossed" role="alert">
              {t("zones.crossed")}
            </p>
          )}
          {save.isError && <Problem error={save.error} />}
          <Group justify="space-between">
            {draft.zone_id === undefined ? (
              <span />
            ) : (
              <Button
                variant="default"
                className="danger"
                loading={remove.isPending}
                onClick={() => remove.mutate(draft.zone_id ?? "")}
              >
                {t("zones.remove")}
              </Button>
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onDone}>
                {t("action.cancel")}
              </Button>
              <Button type="submit" disabled={!simple} loading={save.isPending}>
                {t("action.save")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function useZoneChange(floor: Floor, onDone: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const done = async (message: string) => {
    notifications.show({ message, color: "lagoon" });
    await queries.invalidateQueries({ queryKey: ["zones"] });
    onDone();
  };
  const save = useMutation({
    mutationFn: (draft: ZoneDraft) => saveZone(floor, draft),
    onSuccess: () => done(t("zones.saved")),
  });
  const remove = useMutation({
    mutationFn: (zone_id: string) =>
      answerOf(api.DELETE("/api/v1/zones/{zone_id}", { params: { path: { zone_id } } })),
    onSuccess: () => done(t("zones.removed")),
    onError: (error) => notifyProblem(error, t),
  });
  return { save, remove };
}

function saveZone(floor: Floor, { zone_id, name, code, kind, color, polygon_m }: ZoneDraft) {
  const shape = { name, kind, ...(color === null ? {} : { color }), polygon_m };
  if (zone_id === undefined) {
    return answerOf(
      api.POST("/api/v1/zones", { body: { ...shape, code, floor_id: floor.floor_id } }),
    );
  }
  return answerOf(
    api.PATCH("/api/v1/zones/{zone_id}", { params: { path: { zone_id } }, body: shape }),
  );
}
