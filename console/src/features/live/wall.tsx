import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Floor, RegistryCamera } from "../../app/api.ts";
import { CameraTile } from "./camera-tile.tsx";

/** How many cameras the wall shows at once. */
export const WALL_SIZES = [1, 4, 9] as const;
export type WallSize = (typeof WALL_SIZES)[number];

interface WallProps {
  readonly cameras: readonly RegistryCamera[];
  readonly size: WallSize;
  readonly focusedId: string | null;
  readonly onFocus: (cameraId: string | null) => void;
}

/** A grid of cameras; a focused one takes the whole place. */
export function Wall({ cameras, size, focusedId, onFocus }: WallProps) {
  const focused = cameras.find((camera) => camera.camera_id === focusedId);
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(cameras.length / size));
  const from = Math.min(page, pages - 1) * size;
  const shown = focused === undefined ? cameras.slice(from, from + size) : [focused];
  return (
    <div className="wall-column">
      <div className="wall" data-columns={focused === undefined ? columnsFor(shown.length) : 1}>
        {shown.map((camera) => (
          <CameraTile
            key={camera.camera_id}
            camera={camera}
            focused={focused !== undefined}
            onFocus={() => onFocus(focused === undefined ? camera.camera_id : null)}
          />
        ))}
      </div>
      {focused === undefined && pages > 1 && (
        <WallPager
          from={from}
          size={size}
          total={cameras.length}
          onTurn={(step) => setPage(Math.min(page, pages - 1) + step)}
        />
      )}
    </div>
  );
}

interface WallPagerProps {
  readonly from: number;
  readonly size: number;
  readonly total: number;
  readonly onTurn: (step: 1 | -1) => void;
}

function WallPager({ from, size, total, onTurn }: WallPagerProps) {
  const { t } = useTranslation();
  const to = Math.min(from + size, total);
  return (
    <div className="wall-pager">
      <ActionIcon
        variant="default"
        size={32}
        aria-label={t("live.earlier")}
        disabled={from === 0}
        onClick={() => onTurn(-1)}
      >
        <IconChevronLeft size={16} />
      </ActionIcon>
      <span className="soft tabular">{t("live.range", { from: from + 1, to, total })}</span>
      <ActionIcon
        variant="default"
        size={32}
        aria-label={t("live.later")}
        disabled={to >= total}
        onClick={() => onTurn(1)}
      >
        <IconChevronRight size={16} />
      </ActionIcon>
    </div>
  );
}

/** Cameras of one floor (or all), the healthy ones first, then by code. */
export function wallOrder(
  cameras: readonly RegistryCamera[],
  floor: Floor | undefined,
): RegistryCamera[] {
  const rank = (camera: RegistryCamera) =>
    camera.health?.status === "down" || !camera.enabled ? 1 : 0;
  return cameras
    .filter((camera) => floor === undefined || camera.floor_id === floor.floor_id)
    .toSorted((a, b) => rank(a) - rank(b) || a.code.localeCompare(b.code));
}

function columnsFor(count: number): number {
  if (count <= 1) return 1;
  return count <= 4 ? 2 : 3;
}
