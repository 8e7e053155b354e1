import { Button, Tabs } from "@mantine/core";
import { IconArrowLeft, IconMap2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";

import type { Floor, RegistryCamera } from "../../app/api.ts";
import { cameraQuery, siteQuery } from "../../app/queries.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Page } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Calibrator } from "./calibrator.tsx";
import { CameraHealth } from "./camera-health.tsx";
import { EditCamera } from "./edit-camera.tsx";
import "./cameras.css";

/** One camera: its health with history, its settings and its calibration. */
export function CameraPage() {
  const { t } = useTranslation();
  const { code } = useParams();
  const cameras = useQuery(cameraQuery);
  const camera = cameras.data?.find((row) => row.code === code || row.camera_id === code);
  const back = (
    <Button
      component={Link}
      to="/cameras"
      variant="subtle"
      color="gray"
      leftSection={<IconArrowLeft size={16} />}
    >
      {t("cameras.all")}
    </Button>
  );
  return (
    <Page
      title={camera === undefined ? (code ?? "") : `${camera.code} · ${camera.name}`}
      actions={back}
    >
      {cameras.isPending && <Loading rows={6} />}
      {cameras.isError && <Problem error={cameras.error} onRetry={() => void cameras.refetch()} />}
      {cameras.isSuccess && camera === undefined && (
        <div className="panel">
          <EmptyState
            icon={IconMap2}
            title={t("cameras.unknown")}
            advice={t("cameras.unknownAdvice")}
          />
        </div>
      )}
      {camera !== undefined && <CameraTabs camera={camera} />}
    </Page>
  );
}

function CameraTabs({ camera }: { readonly camera: RegistryCamera }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const { data: sites } = useQuery(siteQuery);
  const floor = sites
    ?.flatMap((site) => site.floors)
    .find((row) => row.floor_id === camera.floor_id);
  return (
    <>
      <p className="camera-headline">
        <StatusBadge status={camera.health?.status ?? "unknown"} />
        <span className="soft">{camera.health?.message ?? ""}</span>
      </p>
      <Tabs
        value={search.get("tab") ?? "health"}
        onChange={(tab) => setSearch({ tab: tab ?? "health" }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="health">{t("cameras.health")}</Tabs.Tab>
          <Tabs.Tab value="calibrate">{t("cameras.calibration")}</Tabs.Tab>
          <Tabs.Tab value="edit">{t("cameras.settings")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="health">
          <CameraHealth camera={camera} />
        </Tabs.Panel>
        <Tabs.Panel value="calibrate">
          <CalibrateOn camera={camera} floor={floor} />
        </Tabs.Panel>
        <Tabs.Panel value="edit">
          {sites !== undefined && (
            <EditCamera key={camera.camera_id} camera={camera} sites={sites} />
          )}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function CalibrateOn({
  camera,
  floor,
}: {
  readonly camera: RegistryCamera;
  readonly floor: Floor | undefined;
}) {
  const { t } = useTranslation();
  if (floor !== undefined) return <Calibrator key={floor.floor_id} camera={camera} floor={floor} />;
  return (
    <div className="panel">
      <EmptyState
        icon={IconMap2}
        title={t("calibrate.noFloor")}
        advice={t("calibrate.noFloorAdvice")}
      >
        <Button component={Link} to="?tab=edit">
          {t("calibrate.chooseFloor")}
        </Button>
      </EmptyState>
    </div>
  );
}
