import { Button, Select } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconBuilding, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useRights } from "../../app/account.ts";
import { siteQuery } from "../../app/queries.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Page } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { FloorDialog } from "./floor-dialog.tsx";
import { FloorEditor } from "./floor-editor.tsx";
import type { FloorDialogTarget } from "./floor-values.ts";
import { WallEditor } from "./wall-editor.tsx";
import "./sites.css";

/** Choose a floor, change it, and draw its zones. */
export function PlansPage() {
  const { t } = useTranslation();
  const { mayWork } = useRights();
  const sites = useQuery(siteQuery);
  const [floorId, setFloorId] = useLocalStorage<string>({
    key: "whereabouts.floor",
    defaultValue: "",
  });
  const [dialog, setDialog] = useState<FloorDialogTarget>();
  const [drawsWalls, setDrawsWalls] = useState(false);
  const floors = (sites.data ?? []).flatMap((site) =>
    site.floors.map((floor) => ({ site, floor })),
  );
  const chosen = floors.find(({ floor }) => floor.floor_id === floorId) ?? floors[0];
  const add = mayWork && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setDialog({ site: chosen?.site })}>
      {t("plans.addFloor")}
    </Button>
  );
  const actions = (
    <>
      {chosen !== undefined && (
        <Select
          aria-label={t("live.floor")}
          w={240}
          allowDeselect={false}
          value={chosen.floor.floor_id}
          onChange={(value) => setFloorId(value ?? "")}
          data={floors.map(({ site, floor }) => ({
            value: floor.floor_id,
            label: `${site.name} · ${floor.name}`,
          }))}
        />
      )}
      {mayWork && chosen !== undefined && (
        <>
          <Button variant="default" disabled={drawsWalls} onClick={() => setDrawsWalls(true)}>
            {t("walls.edit")}
          </Button>
          <Button variant="default" onClick={() => setDialog(chosen)}>
            {t("plans.editFloor")}
          </Button>
        </>
      )}
      {add}
    </>
  );
  return (
    <Page title={t("nav.plans")} lead={t("plans.lead")} actions={actions}>
      {sites.isPending && <Loading rows={2} heightPx={200} />}
      {sites.isError && <Problem error={sites.error} onRetry={() => void sites.refetch()} />}
      {sites.isSuccess && chosen === undefined && (
        <div className="panel">
          <EmptyState icon={IconBuilding} title={t("plans.empty")} advice={t("plans.emptyAdvice")}>
            {add}
          </EmptyState>
        </div>
      )}
      {chosen !== undefined && !drawsWalls && (
        <FloorEditor key={chosen.floor.floor_id} floor={chosen.floor} />
      )}
      {chosen !== undefined && drawsWalls && (
        <WallEditor
          key={chosen.floor.floor_id}
          floor={chosen.floor}
          onDone={() => setDrawsWalls(false)}
        />
      )}
      <FloorDialog
        target={dialog}
        sites={sites.data ?? []}
        onClose={() => setDialog(undefined)}
        onSaved={setFloorId}
      />
    </Page>
  );
}
