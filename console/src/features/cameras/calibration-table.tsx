import { ActionIcon, NumberInput, Table } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Point } from "../../app/api.ts";
import { formatNumber } from "../../app/format.ts";
import type { DraftPair, Side } from "./calibration-points.ts";

interface CalibrationTableProps {
  readonly drafts: readonly DraftPair[];
  /** Error on the plan of each complete pair, metres, in the order of the drafts. */
  readonly errorsM: readonly number[];
  /** Error in the picture, pixels, likewise; null where the camera cannot show the point. */
  readonly errorsPx: readonly (number | null)[];
  readonly onMove: (id: number, change: Partial<Pick<DraftPair, Side>>) => void;
  readonly onRemove: (id: number) => void;
}

/** A pair is called bad beyond this error; people stand about half a metre wide. */
const BAD_ERROR_M = 0.5;

/** The pairs as numbers, so that they can be typed, read and removed without a pointer. */
export function CalibrationTable({
  drafts,
  errorsM,
  errorsPx,
  onMove,
  onRemove,
}: CalibrationTableProps) {
  const { t, i18n } = useTranslation();
  const complete = drafts.filter(
    (draft) => draft.imagePx !== undefined && draft.planM !== undefined,
  );
  return (
    <Table className="calibration-table" verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("calibrate.point")}</Table.Th>
          <Table.Th colSpan={2}>{t("calibrate.onPicture")}</Table.Th>
          <Table.Th colSpan={2}>{t("calibrate.onPlan")}</Table.Th>
          <Table.Th ta="right">{t("calibrate.error")}</Table.Th>
          <Table.Th>
            <span className="visually-hidden">{t("action.remove")}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {drafts.map((draft, index) => {
          const errorM = errorsM[complete.indexOf(draft)];
          const errorPx = errorsPx[complete.indexOf(draft)];
          return (
            <Table.Tr key={draft.id}>
              <Table.Td>{index + 1}</Table.Td>
              <PointCells
                name={index + 1}
                unit="px"
                point={draft.imagePx}
                onChange={(imagePx) => onMove(draft.id, { imagePx })}
              />
              <PointCells
                name={index + 1}
                unit="m"
                point={draft.planM}
                onChange={(planM) => onMove(draft.id, { planM })}
              />
              <Table.Td
                ta="right"
                className={`calibration-error ${errorM != null && errorM > BAD_ERROR_M ? "calibration-bad" : ""}`}
              >
                {errorM == null ? "–" : `${formatNumber(errorM * 100, i18n.language)} cm`}
                {errorPx != null && (
                  <span className="soft"> · {formatNumber(errorPx, i18n.language)} px</span>
                )}
              </Table.Td>
              <Table.Td ta="right">
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={32}
                  aria-label={t("calibrate.removePoint", { name: index + 1 })}
                  onClick={() => onRemove(draft.id)}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </Table.Td>
            </Table.Tr>
          );
        })}
        {drafts.length === 0 && (
          <Table.Tr>
            <Table.Td colSpan={7} className="soft">
              {t("calibrate.none")}
            </Table.Td>
          </Table.Tr>
        )}
      </Table.Tbody>
    </Table>
  );
}

interface PointCellsProps {
  readonly name: number;
  readonly unit: "px" | "m";
  readonly point: Point | undefined;
  readonly onChange: (point: Point) => void;
}

function PointCells({ name, unit, point, onChange }: PointCellsProps) {
  const { t } = useTranslation();
  return (["x", "y"] as const).map((axis, at) => (
    <Table.Td key={axis}>
      <NumberInput
        size="xs"
        w={92}
        hideControls
        decimalScale={2}
        value={point?.[at] ?? ""}
        suffix={` ${unit}`}
        aria-label={t("calibrate.coordinate", { axis, unit, name })}
        onChange={(value) => {
          if (typeof value !== "number") return;
          const [x, y] = point ?? [0, 0];
          onChange(at === 0 ? [value, y] : [x, value]);
        }}
      />
    </Table.Td>
  ));
}
