import { Button, SegmentedControl, Select, Switch } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconCameraPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Floor, Site } from "../../app/api.ts";
import { useLiveState } from "../../app/live-events.ts";
import { cameraQuery, siteQuery } from "../../app/queries.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Page } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PlanPanel } from "./plan-panel.tsx";
import { Wall, WALL_SIZES, wallOrder, type WallSize } from "./wall.tsx";
import "./live.css";

interface FloorChoice {
  readonly floor: Floor;
  readonly label: string;
}

/** The wall of cameras with the plan of their floor beside it. */
export function LivePage() {
  const { t } = useTranslation();
  const cameras = useQuery(cameraQuery);
  const sites = useQuery(siteQuery);
  const [size, setSize] = useLocalStorage<WallSize>({ key: "whereabouts.wall", defaultValue: 4 });
  const [planShown, setPlanShown] = useLocalStorage({
    key: "whereabouts.plan",
    defaultValue: true,
  });
  const [floorId, setFloorId] = useLocalStorage<string>({
    key: "whereabouts.floor",
    defaultValue: "",
  });
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const choices = floorChoices(sites.data ?? []);
  const floor = (choices.find((choice) => choice.floor.floor_id === floorId) ?? choices[0])?.floor;
  const onFloor = wallOrder(cameras.data ?? [], floor);
  const actions = (
    <>
      <LiveBadge />
      {choices.length > 0 && (
        <Select
          aria-label={t("live.floor")}
          w={210}
          allowDeselect={false}
          value={floor?.floor_id ?? null}
          data={choices.map((choice) => ({ value: choice.floor.floor_id, label: choice.label }))}
          onChange={(value) => {
            setFloorId(value ?? "");
            setFocusedId(null);
          }}
        />
      )}
      <SegmentedControl
        aria-label={t("live.wallSize")}
        value={String(size)}
        data={WALL_SIZES.map((n) => ({ value: String(n), label: String(n) }))}
        onChange={(value) => {
          setSize(Number(value) as WallSize);
          setFocusedId(null);
        }}
      />
      <Switch
        label={t("live.plan")}
        checked={planShown}
        onChange={(event) => setPlanShown(event.currentTarget.checked)}
      />
    </>
  );
  return (
    <Page title={t("nav.live")} actions={actions}>
      {(cameras.isPending || sites.isPending) && <Loading rows={2} heightPx={220} />}
      {cameras.isError && <Problem error={cameras.error} onRetry={() => void cameras.refetch()} />}
      {cameras.isSuccess && !sites.isPending && (
        <div className="live" data-plan={planShown && floor !== undefined}>
          {onFloor.length === 0 ? (
            <NoCameras />
          ) : (
            <Wall cameras={onFloor} size={size} focusedId={focusedId} onFocus={setFocusedId} />
          )}
          {planShown && floor !== undefined && (
            <aside className="live-side" aria-label={t("live.plan")}>
              <PlanPanel key={floor.floor_id} floor={floor} cameras={cameras.data} />
            </aside>
          )}
        </div>
      )}
    </Page>
  );
}

function LiveBadge() {
  const { t } = useTranslation();
  const { connection, missed } = useLiveState();
  const status = { open: "healthy", connecting: "unknown", lost: "down" }[connection];
  return (
    <span className="live-badge" role="status">
      <span className="status" data-status={status}>
        {t(`live.connection.${connection}`)}
      </span>
      {missed > 0 && <span className="soft">{t("live.missed", { count: missed })}</span>}
    </span>
  );
}

function NoCameras() {
  const { t } = useTranslation();
  return (
    <div className="panel">
      <EmptyState icon={IconCameraPlus} title={t("live.empty")} advice={t("live.emptyAdvice")}>
        <Button component={Link} to="/cameras">
          {t("cameras.add")}
        </Button>
      </EmptyState>
    </div>
  );
}

function floorChoices(sites: readonly Site[]): FloorChoice[] {
  return sites.flatMap((site) =>
    site.floors.map((floor) => ({
      floor,
      label: site.floors.length > 1 ? `${site.name} · ${floor.name}` : site.name,
    })),
  );
}
