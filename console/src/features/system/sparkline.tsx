import "uplot/dist/uPlot.min.css";

import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import uPlot from "uplot";

import type { Series } from "./history.ts";

interface SparklineProps {
  readonly series: Series;
  /** Changes whenever the series has grown. */
  readonly version: number;
  readonly label: string;
}

const HEIGHT_PX = 44;

/** A small curve without axes; the figure it belongs to stands beside it as text. */
export function Sparkline({ series, version, label }: SparklineProps) {
  const { ref, width } = useElementSize();
  const plot = useRef<uPlot>(undefined);
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null || width === 0) return;
    const current = new uPlot(optionsFor(width), [[], []], host.current);
    plot.current = current;
    return () => current.destroy();
  }, [width]);
  useEffect(() => {
    plot.current?.setData([series.timesS, series.values]);
  }, [series, version, width]);
  return (
    <div ref={ref} className="sparkline" role="img" aria-label={label}>
      <div ref={host} aria-hidden="true" />
    </div>
  );
}

function optionsFor(width: number): uPlot.Options {
  const color = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name);
  return {
    width,
    height: HEIGHT_PX,
    padding: [4, 0, 2, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    axes: [{ show: false }, { show: false }],
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(max, 0.001) * 1.15] } },
    series: [
      {},
      {
        stroke: color("--wb-accent"),
        width: 1.5,
        fill: `color-mix(in srgb, ${color("--wb-accent")} 14%, transparent)`,
        points: { show: false },
      },
    ],
  };
}
