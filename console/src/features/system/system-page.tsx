import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Overview } from "../../app/api.ts";
import { formatBytes, formatNumber, formatSpan } from "../../app/format.ts";
import { overviewQuery } from "../../app/queries.ts";
import { Figures } from "../../ui/figures.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Problem } from "../../ui/problem.tsx";
import { History } from "./history.ts";
import { Sparkline } from "./sparkline.tsx";
import { CameraTable, ModelTable, ProcessTable, QueueTable } from "./system-tables.tsx";
import "./system.css";

const EVERY_MS = 2000;
const history = new History();

/** How the server is doing, renewed every two seconds. */
export function SystemPage() {
  const { t } = useTranslation();
  const overview = useQuery({ ...overviewQuery, refetchInterval: EVERY_MS });
  const version = useHistory(overview.data, overview.dataUpdatedAt);
  return (
    <Page title={t("nav.system")} lead={t("system.lead")}>
      {overview.isPending && <Loading rows={6} />}
      {overview.isError && (
        <Problem error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {overview.data !== undefined && (
        <div className="system">
          <HealthPanel overview={overview.data} />
          <RatePanel overview={overview.data} version={version} />
          <Panel title={t("system.cameras")} flush>
            <CameraTable overview={overview.data} />
          </Panel>
          <div className="system-columns">
            <Panel title={t("system.queues")} flush>
              <QueueTable overview={overview.data} />
            </Panel>
            <Panel title={t("system.processes")} flush>
              <ProcessTable overview={overview.data} />
            </Panel>
            <ServicePanel overview={overview.data} />
            <Panel title={t("system.models")} flush>
              <ModelTable overview={overview.data} />
            </Panel>
          </div>
        </div>
      )}
    </Page>
  );
}

function HealthPanel({ overview }: { readonly overview: Overview }) {
  const { t, i18n } = useTranslation();
  const { health, process } = overview;
  return (
    <Panel
      title={t("system.health")}
      actions={<span className="soft">{`Whereabouts ${overview.version}`}</span>}
    >
      <div className="system-health">
        <div>
          <span className="status system-status" data-status={health.status}>
            {t(`status.${health.status}`)}
          </span>
          {health.reasons.length === 0 ? (
            <p className="soft">{t("system.allWell")}</p>
          ) : (
            <ul>
              {health.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          )}
        </div>
        <Figures
          items={[
            [t("system.uptime"), formatSpan(overview.uptime_s)],
            [t("system.memory"), formatBytes(process.rss_bytes, i18n.language)],
            [t("system.cpu"), `${formatNumber(process.cpu_percent, i18n.language)} %`],
            [
              t("system.loopDelay"),
              `${formatNumber(process.event_loop_delay_p99_ms, i18n.language)} ms`,
            ],
            [t("system.liveViewers"), String(overview.viewers.live)],
            [t("system.videoViewers"), String(overview.viewers.video)],
          ]}
        />
      </div>
    </Panel>
  );
}

function RatePanel({
  overview,
  version,
}: {
  readonly overview: Overview;
  readonly version: number;
}) {
  const { t, i18n } = useTranslation();
  const curves = [
    ...overview.rates.map(({ name, per_second }) => ({
      key: `rate:${name}`,
      label: rateName(name, t),
      value: formatNumber(per_second, i18n.language, 2),
      unit: "/s",
    })),
    {
      key: "cpu",
      label: t("system.cpu"),
      value: formatNumber(overview.process.cpu_percent, i18n.language),
      unit: "%",
    },
    {
      key: "loop",
      label: t("system.loopDelay"),
      value: formatNumber(overview.process.event_loop_delay_p99_ms, i18n.language),
      unit: "ms",
    },
  ];
  return (
    <Panel title={t("system.rates")}>
      <div className="system-curves">
        {curves.map((curve) => (
          <div key={curve.key} className="system-curve">
            <div className="soft">{curve.label}</div>
            <div className="system-value tabular">
              {curve.value} <span className="soft">{curve.unit}</span>
            </div>
            <Sparkline
              series={history.of(curve.key)}
              version={version}
              label={t("system.curveOf", { name: curve.label })}
            />
          </div>
        ))}
      </div>
    </Panel>
  );
}

/** Rates the console knows have a translated name; others show the server's. */
function rateName(
  name: string,
  t: (key: string, options: { defaultValue: string }) => string,
): string {
  return t(`rate.${name}`, { defaultValue: name.replaceAll("_", " ") });
}

function ServicePanel({ overview }: { readonly overview: Overview }) {
  const { t, i18n } = useTranslation();
  const { database, bus, mqtt } = overview;
  return (
    <Panel title={t("system.services")}>
      <Figures
        items={[
          [t("system.database"), `PostgreSQL ${database.version}`],
          [
            t("system.databaseKind"),
            t(`system.kind.${database.kind}`, { defaultValue: database.kind }),
          ],
          [t("system.databaseSize"), formatBytes(database.size_bytes, i18n.language)],
          [t("system.connections"), String(database.connections)],
          [t("system.bus"), bus.kind],
          [t("system.busDropped"), formatNumber(bus.dropped, i18n.language, 0)],
          [t("system.mqtt"), mqtt === null ? t("system.off") : `${mqtt.kind} :${mqtt.port}`],
          [t("system.mqttClients"), String(mqtt?.clients ?? 0)],
        ]}
      />
      {mqtt?.problem != null && <p className="system-problem">{mqtt.problem}</p>}
    </Panel>
  );
}

function useHistory(overview: Overview | undefined, atMs: number): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    if (overview === undefined) return;
    for (const rate of overview.rates)
      history.add(`rate:${rate.name}`, atMs / 1000, rate.per_second);
    for (const queue of overview.queues)
      history.add(`queue:${queue.name}`, atMs / 1000, queue.size);
    history.add("cpu", atMs / 1000, overview.process.cpu_percent);
    history.add("loop", atMs / 1000, overview.process.event_loop_delay_p99_ms);
    setVersion(atMs);
  }, [overview, atMs]);
  return version;
}
