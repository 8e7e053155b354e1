import { ActionIcon, Button, Group, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { answerOf, api, type Floor, type Point } from "../../app/api.ts";
import { formatNumber } from "../../app/format.ts";
import { siteQuery } from "../../app/queries.ts";
import { Panel } from "../../ui/panel.tsx";
import { drawingPoints, PlanBase } from "../../ui/plan-base.tsx";
import { Problem } from "../../ui/problem.tsx";
import { usePicture } from "../../ui/use-picture.ts";
import { LineHandles } from "./line-handles.tsx";
import { lengthM, startWall, WALL_SHAPE } from "./polygon.ts";

interface WallEditorProps {
  readonly floor: Floor;
  readonly onDone: () => void;
}

/** The plan with its walls: choose one or add one, drag its corners, save them all. */
export function WallEditor({ floor, onDone }: WallEditorProps) {
  const { t } = useTranslation();
  const plan = usePicture(floor.plan_url ?? undefined);
  const svgRef = useRef<SVGSVGElement>(null);
  const [walls, setWalls] = useState<readonly Point[][]>(floor.walls);
  const [chosen, setChosen] = useState<number>();
  const line = chosen === undefined ? undefined : walls[chosen];
  const add = () => {
    setWalls([...walls, startWall(floor)]);
    setChosen(walls.length);
  };
  const remove = (at: number) => {
    setWalls(walls.filter((_, index) => index !== at));
    setChosen(undefined);
  };
  return (
    <div className="floor-editor">
      <Panel title={`${floor.name} · ${t("walls.title")}`}>
        <div className="zone-canvas">
          <PlanBase
            floor={{ ...floor, walls: [] }}
            planUrl={plan.url}
            svgRef={svgRef}
            role="group"
            aria-label={t("walls.planOf", { floor: floor.name })}
          >
            {walls.map((wall, at) => (
              <g key={at} className="wall-choice" onClick={() => setChosen(at)}>
                <polyline className="wall-area" points={drawingPoints(floor, wall)} />
                <polyline
                  className="plan-wall"
                  data-chosen={at === chosen}
                  points={drawingPoints(floor, wall)}
                />
              </g>
            ))}
            {line !== undefined && (
              <LineHandles
                floor={floor}
                line={line}
                shape={WALL_SHAPE}
                svgRef={svgRef}
                onChange={(to) => setWalls(walls.map((wall, at) => (at === chosen ? to : wall)))}
              />
            )}
          </PlanBase>
        </div>
        <p className="soft zone-hint">{t("walls.how")}</p>
      </Panel>
      <WallList
        floor={floor}
        walls={walls}
        chosen={chosen}
        onChoose={setChosen}
        onAdd={add}
        onRemove={remove}
        onDone={onDone}
      />
    </div>
  );
}

interface WallListProps extends WallEditorProps {
  readonly walls: readonly Point[][];
  readonly chosen: number | undefined;
  readonly onChoose: (at: number) => void;
  readonly onAdd: () => void;
  readonly onRemove: (at: number) => void;
}

function WallList({ floor, walls, chosen, onChoose, onAdd, onRemove, onDone }: WallListProps) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      answerOf(
        api.PATCH("/api/v1/floors/{floor_id}", {
          params: { path: { floor_id: floor.floor_id } },
          body: { walls: [...walls] },
        }),
      ),
    onSuccess: async () => {
      notifications.show({ message: t("walls.saved"), color: "lagoon" });
      await queries.invalidateQueries({ queryKey: siteQuery.queryKey });
      onDone();
    },
  });
  const addButton = (
    <Button size="xs" mih={30} leftSection={<IconPlus size={14} />} onClick={onAdd}>
      {t("walls.add")}
    </Button>
  );
  return (
    <Panel title={t("walls.title")} actions={addButton}>
      <Stack gap="sm">
        {walls.length === 0 && <p className="soft zone-hint">{t("walls.empty")}</p>}
        <ul className="zone-choices wall-list">
          {walls.map((wall, at) => (
            <li key={at}>
              <button type="button" aria-pressed={at === chosen} onClick={() => onChoose(at)}>
                <span>{t("walls.number", { number: at + 1 })}</span>
                <span className="soft tabular">{formatNumber(lengthM(wall), i18n.language)} m</span>
              </button>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={32}
                aria-label={t("walls.remove", { number: at + 1 })}
                onClick={() => onRemove(at)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        {save.isError && <Problem error={save.error} />}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("action.cancel")}
          </Button>
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
