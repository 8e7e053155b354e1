import { Progress, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Overview } from "../../app/api.ts";
import { formatBytes, formatNumber } from "../../app/format.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";

interface TableProps {
  readonly overview: Overview;
}

/** What every camera costs and delivers. */
export function CameraTable({ overview }: TableProps) {
  const { t, i18n } = useTranslation();
  const number = (value: number | null | undefined, digits = 1) =>
    formatNumber(value, i18n.language, digits);
  return (
    <Table verticalSpacing={6} className="system-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("cameras.camera")}</Table.Th>
          <Table.Th>{t("cameras.health")}</Table.Th>
          {[
            "decodeFps",
            "detectFps",
            "decodeMs",
            "motionMs",
            "detectMs",
            "describeMs",
            "latency",
            "dropped",
            "viewers",
          ].map((name) => (
            <Table.Th key={name} ta="right">
              {t(`system.column.${name}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {overview.cameras.map((camera) => (
          <Table.Tr key={camera.camera_id}>
            <Table.Td>
              <Link className="system-link" to={`/cameras/${camera.code}`}>
                {camera.code}
              </Link>
            </Table.Td>
            <Table.Td>
              <StatusBadge status={camera.status} />
            </Table.Td>
            <Table.Td ta="right">{number(camera.decode_fps)}</Table.Td>
            <Table.Td ta="right">{number(camera.detect_fps)}</Table.Td>
            <Table.Td ta="right">{number(camera.stage_ms["decode"])}</Table.Td>
            <Table.Td ta="right">{number(camera.stage_ms["motion"])}</Table.Td>
            <Table.Td ta="right">{number(camera.stage_ms["detect"])}</Table.Td>
            <Table.Td ta="right">{number(camera.stage_ms["describe"])}</Table.Td>
            <Table.Td ta="right">{`${number(camera.latency_ms_p50, 0)} / ${number(camera.latency_ms_p95, 0)}`}</Table.Td>
            <Table.Td ta="right">{number(camera.dropped_frames, 0)}</Table.Td>
            <Table.Td ta="right">{camera.viewers}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Every bounded queue: how full it is and what it has dropped. */
export function QueueTable({ overview }: TableProps) {
  const { t, i18n } = useTranslation();
  return (
    <Table verticalSpacing={6} className="system-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("system.queue")}</Table.Th>
          <Table.Th>{t("system.depth")}</Table.Th>
          <Table.Th ta="right">{t("system.column.dropped")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {overview.queues.map((queue) => (
          <Table.Tr key={queue.name}>
            <Table.Td>{queue.name}</Table.Td>
            <Table.Td>
              <div className="system-depth">
                <Progress
                  value={queue.limit > 0 ? (100 * queue.size) / queue.limit : 0}
                  size="sm"
                  aria-label={queue.name}
                />
                <span>{`${formatNumber(queue.size, i18n.language, 0)} / ${formatNumber(queue.limit, i18n.language, 0)}`}</span>
              </div>
            </Table.Td>
            <Table.Td ta="right" className={queue.dropped > 0 ? "system-dropped" : ""}>
              {formatNumber(queue.dropped, i18n.language, 0)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The perception processes beside the server. */
export function ProcessTable({ overview }: TableProps) {
  const { t, i18n } = useTranslation();
  return (
    <Table verticalSpacing={6} className="system-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("system.group")}</Table.Th>
          <Table.Th>{t("nav.cameras")}</Table.Th>
          <Table.Th ta="right">{t("system.memory")}</Table.Th>
          <Table.Th ta="right">{t("system.cpu")}</Table.Th>
          <Table.Th ta="right">{t("system.restarts")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {overview.perception.map((row) => (
          <Table.Tr key={row.group}>
            <Table.Td>
              {row.group}
              {row.pid !== null && <span className="soft"> · {row.pid}</span>}
            </Table.Td>
            <Table.Td className="soft">{row.cameras.join(", ")}</Table.Td>
            <Table.Td ta="right">{formatBytes(row.rss_bytes, i18n.language)}</Table.Td>
            <Table.Td ta="right">{`${formatNumber(row.cpu_percent, i18n.language, 0)} %`}</Table.Td>
            <Table.Td ta="right">{row.restarts}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The models that look at the pictures, with their licences. */
export function ModelTable({ overview }: TableProps) {
  const { t, i18n } = useTranslation();
  return (
    <Table verticalSpacing={6} className="system-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("system.model")}</Table.Th>
          <Table.Th>{t("system.licence")}</Table.Th>
          <Table.Th>{t("system.state")}</Table.Th>
          <Table.Th ta="right">{t("system.size")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {overview.models.map((model) => (
          <Table.Tr key={model.name}>
            <Table.Td>{model.name}</Table.Td>
            <Table.Td className="soft">{model.licence}</Table.Td>
            <Table.Td>{t(`modelState.${model.status}`, { defaultValue: model.status })}</Table.Td>
            <Table.Td ta="right">{formatBytes(model.bytes, i18n.language)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
