import { Button, Table, TextInput } from "@mantine/core";
import { IconCameraPlus, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useRights } from "../../app/account.ts";
import type { RegistryCamera, Site } from "../../app/api.ts";
import { formatNumber } from "../../app/format.ts";
import { cameraQuery, siteQuery } from "../../app/queries.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Page } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { AddCamera } from "./add-camera.tsx";
import "./cameras.css";

/** All cameras with their health, and the way to add one. */
export function CamerasPage() {
  const { t } = useTranslation();
  const { mayWork } = useRights();
  const cameras = useQuery(cameraQuery);
  const { data: sites = [] } = useQuery(siteQuery);
  const [adding, setAdding] = useState(false);
  const [search, setSearch] = useState("");
  const add = mayWork && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t("cameras.add")}
    </Button>
  );
  const wanted = search.trim().toLowerCase();
  const shown = (cameras.data ?? []).filter((camera) =>
    `${camera.code} ${camera.name}`.toLowerCase().includes(wanted),
  );
  return (
    <Page
      title={t("nav.cameras")}
      lead={t("cameras.lead")}
      actions={
        <>
          <TextInput
            aria-label={t("cameras.search")}
            placeholder={t("cameras.search")}
            leftSection={<IconSearch size={16} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          {add}
        </>
      }
    >
      <div className="panel">
        {cameras.isPending && <Loading rows={5} />}
        {cameras.isError && (
          <Problem error={cameras.error} onRetry={() => void cameras.refetch()} />
        )}
        {cameras.data?.length === 0 && (
          <EmptyState
            icon={IconCameraPlus}
            title={t("cameras.empty")}
            advice={t("cameras.emptyAdvice")}
          >
            {add}
          </EmptyState>
        )}
        {shown.length > 0 && <CameraTable cameras={shown} sites={sites} />}
        {cameras.data !== undefined && cameras.data.length > 0 && shown.length === 0 && (
          <p className="soft cameras-none">{t("cameras.noMatch", { search })}</p>
        )}
      </div>
      <AddCamera opened={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}

function CameraTable({
  cameras,
  sites,
}: {
  readonly cameras: readonly RegistryCamera[];
  readonly sites: readonly Site[];
}) {
  const { t, i18n } = useTranslation();
  const sorted = cameras.toSorted((a, b) => a.code.localeCompare(b.code));
  return (
    <Table className="camera-table" verticalSpacing="sm" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("cameras.camera")}</Table.Th>
          <Table.Th>{t("cameras.health")}</Table.Th>
          <Table.Th>{t("cameras.floor")}</Table.Th>
          <Table.Th>{t("cameras.calibration")}</Table.Th>
          <Table.Th ta="right">{t("cameras.fps")}</Table.Th>
          <Table.Th ta="right">{t("cameras.latency")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sorted.map((camera) => (
          <Table.Tr key={camera.camera_id}>
            <Table.Td>
              <Link className="camera-link" to={`/cameras/${camera.code}`}>
                <strong>{camera.code}</strong> {camera.name}
              </Link>
            </Table.Td>
            <Table.Td>
              <Health camera={camera} />
            </Table.Td>
            <Table.Td className="soft camera-place">{placeName(camera, sites)}</Table.Td>
            <Table.Td className="soft camera-calibration">
              {camera.calibration === null
                ? t("cameras.notCalibrated")
                : `± ${formatNumber(camera.calibration.rms_error_m * 100, i18n.language, 0)} cm`}
            </Table.Td>
            <Table.Td ta="right" className="camera-figure">
              {formatNumber(camera.health?.fps, i18n.language)}
            </Table.Td>
            <Table.Td ta="right" className="camera-figure">
              {camera.health?.latency_ms == null
                ? "–"
                : `${formatNumber(camera.health.latency_ms, i18n.language, 0)} ms`}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Health({ camera }: { readonly camera: RegistryCamera }) {
  const { t } = useTranslation();
  const why = camera.enabled ? camera.health?.message : t("cameras.switchedOff");
  return (
    <>
      <StatusBadge status={camera.health?.status ?? "unknown"} />
      {why !== null && why !== undefined && why !== "" && (
        <div className="soft camera-why">{why}</div>
      )}
    </>
  );
}

function placeName(camera: RegistryCamera, sites: readonly Site[]): string {
  const floor = sites
    .flatMap((site) => site.floors.map((f) => ({ site, f })))
    .find(({ f }) => f.floor_id === camera.floor_id);
  return floor === undefined ? "–" : `${floor.site.name} · ${floor.f.name}`;
}
