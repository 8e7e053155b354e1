import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowsMaximize, IconArrowsMinimize, IconVideoOff } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { RegistryCamera } from "../../app/api.ts";
import { formatNumber } from "../../app/format.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { usePicture } from "../../ui/use-picture.ts";
import { BoxOverlay } from "./box-overlay.tsx";
import { canStream, VideoPlayer } from "./video-player.ts";

/** How often a picture is fetched while there is no moving video. */
const SNAPSHOT_EVERY_MS = 1500;

interface CameraTileProps {
  readonly camera: RegistryCamera;
  readonly focused: boolean;
  readonly onFocus: () => void;
}

/** One camera of the wall: video (or pictures), boxes over it, its name and health. */
export function CameraTile({ camera, focused, onFocus }: CameraTileProps) {
  const { t } = useTranslation();
  const { videoRef, playing, problem, captureTimeMs } = useVideo(camera);
  const label = focused ? t("live.unfocus") : t("live.focus", { camera: camera.name });
  return (
    <article className="tile" aria-label={camera.name}>
      <div className="tile-picture">
        <video
          ref={videoRef}
          className="tile-media"
          muted
          playsInline
          autoPlay
          hidden={!playing}
          aria-label={t("live.videoOf", { camera: camera.name })}
        />
        {!playing && <Snapshot camera={camera} problem={problem} />}
        <BoxOverlay cameraId={camera.camera_id} captureTimeMs={captureTimeMs} />
      </div>
      <TileBar camera={camera} />
      <Tooltip label={label}>
        <ActionIcon
          className="tile-focus"
          variant="filled"
          color="dark.8"
          size={32}
          aria-label={label}
          aria-pressed={focused}
          onClick={onFocus}
        >
          {focused ? (
            <IconArrowsMinimize size={16} color="#fff" />
          ) : (
            <IconArrowsMaximize size={16} color="#fff" />
          )}
        </ActionIcon>
      </Tooltip>
    </article>
  );
}

function TileBar({ camera }: { readonly camera: RegistryCamera }) {
  const { i18n } = useTranslation();
  const { health } = camera;
  return (
    <div className="tile-bar">
      <span className="tile-code">{camera.code}</span>
      <span className="tile-name">{camera.name}</span>
      {health?.latency_ms !== null && health?.latency_ms !== undefined && (
        <span className="tile-figures tabular">
          {formatNumber(health.fps, i18n.language)} fps ·{" "}
          {formatNumber(health.latency_ms, i18n.language, 0)} ms
        </span>
      )}
      <StatusBadge status={health?.status ?? "unknown"} />
    </div>
  );
}

function Snapshot({
  camera,
  problem,
}: {
  readonly camera: RegistryCamera;
  readonly problem: string | undefined;
}) {
  const { t } = useTranslation();
  const { url } = usePicture(
    `/api/v1/registry/cameras/${camera.camera_id}/snapshot.jpg`,
    SNAPSHOT_EVERY_MS,
  );
  const down = camera.health?.status === "down" || !camera.enabled;
  const why = camera.enabled ? (camera.health?.message ?? problem) : t("live.disabled");
  return (
    <>
      {url !== undefined && (
        <img className="tile-media" src={url} alt={t("live.pictureOf", { camera: camera.name })} />
      )}
      {(url === undefined || down) && (
        <div className="tile-message">
          <IconVideoOff size={26} stroke={1.5} aria-hidden />
          <strong>{down ? t("live.noVideo") : t("live.connecting")}</strong>
          {why !== undefined && why !== null && <span>{why}</span>}
        </div>
      )}
    </>
  );
}

function useVideo(camera: RegistryCamera) {
  const videoRef = useRef<HTMLVideoElement>(null);
  const player = useRef<VideoPlayer>(undefined);
  const [playing, setPlaying] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { code, enabled } = camera;
  useEffect(() => {
    const video = videoRef.current;
    if (video === null || !enabled || !canStream()) return;
    const current = new VideoPlayer(video, code, {
      onPlaying: setPlaying,
      onProblem: setProblem,
    });
    player.current = current;
    return () => {
      current.close();
      player.current = undefined;
      setPlaying(false);
    };
  }, [code, enabled]);
  return { videoRef, playing, problem, captureTimeMs: () => player.current?.captureTimeMs() };
}
