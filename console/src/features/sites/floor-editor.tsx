import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useRights } from "../../app/account.ts";
import type { Floor, Zone } from "../../app/api.ts";
import { formatNumber } from "../../app/format.ts";
import { zoneQuery } from "../../app/queries.ts";
import { Loading } from "../../ui/loading.tsx";
import { Panel } from "../../ui/panel.tsx";
import { usePicture } from "../../ui/use-picture.ts";
import { areaM2, startPolygon } from "./polygon.ts";
import { ZoneCanvas } from "./zone-canvas.tsx";
import { ZoneForm } from "./zone-form.tsx";

/** A zone while it is drawn; without an id it is new. */
export interface ZoneDraft extends Omit<Zone, "zone_id" | "floor_id"> {
  readonly zone_id: string | undefined;
}

const COLORS = ["#1f9d8b", "#d97706", "#3b82f6", "#b45cc4", "#d9534f", "#6b8e23"];

/** The plan of a floor with its zones: choose one or add one, then draw it. */
export function FloorEditor({ floor }: { readonly floor: Floor }) {
  const { t, i18n } = useTranslation();
  const { mayWork } = useRights();
  const zones = useQuery(zoneQuery(floor.floor_id));
  const plan = usePicture(floor.plan_url ?? undefined);
  const [draft, setDraft] = useState<ZoneDraft>();
  const list = zones.data ?? [];
  const add = () =>
    setDraft({
      zone_id: undefined,
      code: `zone-${list.length + 1}`,
      name: t("zones.newName", { number: list.length + 1 }),
      kind: "area",
      color: COLORS[list.length % COLORS.length] ?? null,
      polygon_m: startPolygon(floor),
    });
  return (
    <div className="floor-editor">
      <Panel
        title={`${floor.name} · ${formatNumber(floor.width_m, i18n.language)} × ${formatNumber(floor.height_m, i18n.language)} m`}
      >
        <ZoneCanvas
          floor={floor}
          planUrl={plan.url}
          zones={list}
          draft={draft}
          onChange={setDraft}
          onChoose={mayWork ? setDraft : undefined}
        />
        {draft !== undefined && <p className="soft zone-hint">{t("zones.how")}</p>}
      </Panel>
      {draft === undefined ? (
        <Panel
          title={t("live.zones")}
          actions={
            mayWork && (
              <Button size="xs" mih={30} leftSection={<IconPlus size={14} />} onClick={add}>
                {t("zones.add")}
              </Button>
            )
          }
        >
          {zones.isPending && <Loading rows={3} />}
          {zones.data?.length === 0 && <p className="soft zone-hint">{t("zones.empty")}</p>}
          <ul className="zone-choices">
            {list.map((zone) => (
              <li key={zone.zone_id}>
                <button type="button" disabled={!mayWork} onClick={() => setDraft(zone)}>
                  <span
                    className="zone-dot"
                    style={{ background: zone.color ?? "var(--wb-accent)" }}
                  />
                  <span>{zone.name}</span>
                  <span className="soft tabular">
                    {formatNumber(areaM2(zone.polygon_m), i18n.language)} m²
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </Panel>
      ) : (
        <ZoneForm
          key={draft.zone_id ?? "new"}
          floor={floor}
          draft={draft}
          onChange={setDraft}
          onDone={() => setDraft(undefined)}
        />
      )}
    </div>
  );
}
