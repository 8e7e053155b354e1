import { type Layer, OrthographicView } from "@deck.gl/core";
import { BitmapLayer, PathLayer, PolygonLayer, ScatterplotLayer, TextLayer } from "@deck.gl/layers";
import { DeckGL } from "@deck.gl/react";
import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Point } from "../../app/api.ts";
import { identityColor, type Rgb } from "../../ui/identity-color.ts";
import { useAnimation } from "../../ui/use-animation.ts";
import { identityLabel } from "./identity-label.ts";
import type { PlanDot } from "./plan-motion.ts";
import { namedDots, zoneLabel } from "./plan-labels.ts";
import { cameraViews, labelPoint, type PlanScene } from "./plan-scene.ts";

const INKS = {
  light: {
    ground: [255, 255, 255],
    wall: [64, 80, 90],
    text: [16, 24, 28],
    view: [11, 118, 106],
    halo: [255, 255, 255],
  },
  dark: {
    ground: [18, 24, 28],
    wall: [150, 168, 178],
    text: [232, 238, 241],
    view: [92, 205, 189],
    halo: [11, 15, 18],
  },
} as const;
/** Share of the stage that the plan fills as it opens. */
const FILL = 0.96;
const FONT = "ui-sans-serif, system-ui, sans-serif";

/** The plan drawn by the graphics card: pan with drag, zoom with the wheel. */
export default function PlanView(scene: PlanScene) {
  const { t } = useTranslation();
  const { ref, width, height } = useElementSize();
  const ink = INKS[useComputedColorScheme("light")];
  const [dots, setDots] = useState<readonly PlanDot[]>([]);
  useAnimation(() => setDots(scene.motion.dotsAt(scene.floor.floor_id, Date.now())));
  const { floor, zones, counts, cameras, planUrl } = scene;
  const pxPerM = Math.min(width / floor.width_m, height / floor.height_m) * FILL;
  const ground = useMemo(() => groundLayers(floor, planUrl, ink), [floor, planUrl, ink]);
  const areas = useMemo(
    () => areaLayers({ zones, counts, cameras }, ink, pxPerM),
    [zones, counts, cameras, ink, pxPerM],
  );
  const { width_m, height_m } = floor;
  const initial = useMemo(
    () => ({
      target: [width_m / 2, height_m / 2, 0] as [number, number, number],
      zoom: Math.log2(pxPerM),
      minZoom: -2,
      maxZoom: 9,
    }),
    [width_m, height_m, pxPerM],
  );
  return (
    <div
      ref={ref}
      className="plan-canvas"
      role="img"
      aria-label={t("live.planOf", { floor: floor.name, count: dots.length })}
    >
      {width > 0 && (
        <DeckGL
          views={new OrthographicView({ id: "plan", flipY: false })}
          initialViewState={initial}
          controller={{ doubleClickZoom: true, keyboard: false }}
          getCursor={({ isHovering, isDragging }) =>
            isDragging ? "grabbing" : isHovering ? "pointer" : "grab"
          }
          onClick={({ object, layer }) => {
            if (layer?.id === "dots") scene.onPick((object as PlanDot).who.subject_id);
          }}
          layers={[...ground, ...areas, ...dotLayers(dots, ink, pxPerM)]}
        />
      )}
    </div>
  );
}

type Ink = (typeof INKS)[keyof typeof INKS];

function groundLayers(floor: PlanScene["floor"], planUrl: string | undefined, ink: Ink): Layer[] {
  const { width_m: w, height_m: h } = floor;
  const ground = new PolygonLayer<Point[]>({
    id: "ground",
    data: [
      [
        [0, 0],
        [w, 0],
        [w, h],
        [0, h],
      ],
    ],
    getPolygon: (d) => d,
    getFillColor: [...ink.ground],
    getLineColor: [...ink.wall, 120],
    lineWidthMinPixels: 1,
    getLineWidth: 0.02,
  });
  const walls = new PathLayer<Point[]>({
    id: "walls",
    data: floor.walls,
    getPath: (d) => d,
    getColor: [...ink.wall],
    getWidth: 0.15,
    widthMinPixels: 2,
    jointRounded: true,
    capRounded: true,
  });
  if (planUrl === undefined) return [ground, walls];
  const picture = new BitmapLayer({
    id: "picture",
    image: planUrl,
    bounds: [0, 0, w, h],
    opacity: 0.85,
  });
  return [ground, picture, walls];
}

function areaLayers(
  { zones, counts, cameras }: Pick<PlanScene, "zones" | "counts" | "cameras">,
  ink: Ink,
  pxPerM: number,
): Layer[] {
  const views = cameraViews(cameras);
  return [
    new PolygonLayer<(typeof views)[number]>({
      id: "views",
      data: views,
      getPolygon: (d) => [...d.polygonM],
      getFillColor: [...ink.view, 10],
      getLineColor: [...ink.view, 45],
      lineWidthMinPixels: 1,
      getLineWidth: 0.02,
    }),
    new PolygonLayer<(typeof zones)[number]>({
      id: "zones",
      data: zones,
      getPolygon: (d) => d.polygon_m,
      getFillColor: (d) => [...zoneColor(d.color), 38],
      getLineColor: (d) => [...zoneColor(d.color), 220],
      lineWidthMinPixels: 1.5,
      getLineWidth: 0.03,
    }),
    new TextLayer<(typeof zones)[number]>({
      id: "zone-names",
      data: zones,
      getPosition: (d) => labelPoint(d.polygon_m),
      getText: (d) => zoneLabel(d, counts.get(d.zone_id) ?? 0, pxPerM),
      getSize: 12,
      getColor: [...ink.text],
      fontFamily: FONT,
      fontWeight: 600,
      characterSet: "auto",
      updateTriggers: { getText: [counts, pxPerM] },
      fontSettings: { sdf: true },
      outlineWidth: 4,
      outlineColor: [...ink.halo, 255],
    }),
    new TextLayer<(typeof views)[number]>({
      id: "camera-names",
      data: views,
      getPosition: (d) => d.anchorM,
      getText: (d) => d.code,
      getSize: 11,
      getColor: [...ink.halo, 255],
      fontFamily: FONT,
      fontWeight: 700,
      background: true,
      getBackgroundColor: [...ink.view, 255],
      backgroundPadding: [5, 2],
      characterSet: "auto",
    }),
  ];
}

function dotLayers(dots: readonly PlanDot[], ink: Ink, pxPerM: number): Layer[] {
  return [
    new PathLayer<PlanDot>({
      id: "trails",
      data: dots,
      getPath: (d) => [...d.trailM],
      getColor: (d) => [...identityColor(d.who), 150 * d.opacity],
      getWidth: 3,
      widthUnits: "pixels",
      jointRounded: true,
      capRounded: true,
    }),
    new ScatterplotLayer<PlanDot>({
      id: "dots",
      data: dots,
      getPosition: (d) => d.positionM,
      getRadius: 7,
      pickable: true,
      radiusUnits: "pixels",
      stroked: true,
      getFillColor: (d) => [...identityColor(d.who), 255 * d.opacity],
      getLineColor: [...ink.halo, 255],
      getLineWidth: 2,
      lineWidthUnits: "pixels",
    }),
    new TextLayer<PlanDot>({
      id: "dot-names",
      data: namedDots(dots, pxPerM),
      getPosition: (d) => d.positionM,
      getText: (d) => identityLabel(d.who),
      getSize: 11,
      getPixelOffset: [0, -16],
      getColor: (d) => [...ink.text, 255 * d.opacity],
      fontFamily: FONT,
      fontWeight: 600,
      characterSet: "auto",
      fontSettings: { sdf: true },
      outlineWidth: 4,
      outlineColor: [...ink.halo, 255],
    }),
  ];
}

function zoneColor(hex: string | null): Rgb {
  const value = Number.parseInt((hex ?? "#27a897").slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
