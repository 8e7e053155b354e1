import { Button, Group, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { answerOf, api, type Floor, type Site } from "../../app/api.ts";
import { Problem } from "../../ui/problem.tsx";

interface FloorRemovalProps {
  readonly site: Site;
  readonly floor: Floor;
  readonly onRemoved: () => void;
}

/** Removes a floor once asked twice, and its site with the last floor. */
export function FloorRemoval({ site, floor, onRemoved }: FloorRemovalProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const isLast = site.floors.length === 1;
  const remove = useMutation({
    mutationFn: () => removeFloor(floor, isLast ? site : undefined),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onRemoved();
    },
  });
  if (!asking) {
    return (
      <Button variant="default" className="danger" onClick={() => setAsking(true)}>
        {t("plans.removeFloor")}
      </Button>
    );
  }
  return (
    <Stack gap="xs" className="floor-removal" role="group" aria-label={t("plans.removeFloor")}>
      <p>{t(isLast ? "plans.removeSiteExplain" : "plans.removeExplain", { site: site.name })}</p>
      {remove.isError && <Problem error={remove.error} />}
      <Group gap="xs">
        <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t("plans.removeForGood", { floor: floor.name })}
        </Button>
        <Button variant="default" onClick={() => setAsking(false)}>
          {t("plans.keepFloor")}
        </Button>
      </Group>
    </Stack>
  );
}

async function removeFloor({ floor_id }: Floor, site: Site | undefined): Promise<void> {
  await answerOf(api.DELETE("/api/v1/floors/{floor_id}", { params: { path: { floor_id } } }));
  if (site === undefined) return;
  const { site_id } = site;
  await answerOf(api.DELETE("/api/v1/sites/{site_id}", { params: { path: { site_id } } }));
}
