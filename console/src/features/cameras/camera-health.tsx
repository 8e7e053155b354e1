import { Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { answerOf, api, type RegistryCamera } from "../../app/api.ts";
import { formatAgo, formatInstant, formatNumber } from "../../app/format.ts";
import { EnhanceButton } from "../../ui/enhance-button.tsx";
import { Figures } from "../../ui/figures.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Problem } from "../../ui/problem.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { usePicture } from "../../ui/use-picture.ts";

const PICTURE_EVERY_MS = 2000;
const HISTORY_ROWS = 50;

/** The camera's picture, its figures now and how its health changed. */
export function CameraHealth({ camera }: { readonly camera: RegistryCamera }) {
  const { t, i18n } = useTranslation();
  const { health } = camera;
  const language = i18n.language;
  const picture = usePicture(
    `/api/v1/registry/cameras/${camera.camera_id}/snapshot.jpg`,
    PICTURE_EVERY_MS,
  );
  return (
    <div className="camera-columns">
      <Panel
        title={t("cameras.picture")}
        actions={<EnhanceButton source={{ cameraId: camera.camera_id }} />}
      >
        <div className="camera-picture">
          {picture.url !== undefined && (
            <img src={picture.url} alt={t("live.pictureOf", { camera: camera.name })} />
          )}
          {picture.url === undefined && picture.error !== null && (
            <Problem error={picture.error} onRetry={picture.reload} />
          )}
        </div>
        <Figures
          items={[
            [t("cameras.fps"), formatNumber(health?.fps, language)],
            [
              t("cameras.latency"),
              health?.latency_ms == null
                ? "–"
                : `${formatNumber(health.latency_ms, language, 0)} ms`,
            ],
            [
              t("cameras.lastFrame"),
              health?.last_frame_at == null ? "–" : formatAgo(health.last_frame_at, language),
            ],
            [t("cameras.reconnects"), formatNumber(health?.reconnect_count, language, 0)],
          ]}
        />
        <p className="soft mono wrap-anywhere camera-source">{camera.source_url ?? "–"}</p>
      </Panel>
      <HealthHistory cameraId={camera.camera_id} language={language} />
    </div>
  );
}

function HealthHistory({
  cameraId,
  language,
}: {
  readonly cameraId: string;
  readonly language: string;
}) {
  const { t } = useTranslation();
  const history = useQuery({
    queryKey: ["camera-health", cameraId],
    queryFn: () =>
      answerOf(
        api.GET("/api/v1/registry/cameras/{camera}/health", {
          params: { path: { camera: cameraId }, query: { limit: HISTORY_ROWS } },
        }),
      ),
  });
  return (
    <Panel title={t("cameras.history")} flush>
      {history.isPending && <Loading rows={5} />}
      {history.isError && <Problem error={history.error} onRetry={() => void history.refetch()} />}
      {history.data?.length === 0 && <p className="soft cameras-none">{t("cameras.noHistory")}</p>}
      {history.data !== undefined && history.data.length > 0 && (
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {history.data.map((row) => (
              <Table.Tr key={`${row.at}${row.status}`}>
                <Table.Td className="soft" style={{ whiteSpace: "nowrap" }}>
                  {formatInstant(row.at, language)}
                </Table.Td>
                <Table.Td>
                  <StatusBadge status={row.status} />
                </Table.Td>
                <Table.Td className="wrap-anywhere">{row.message ?? ""}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
