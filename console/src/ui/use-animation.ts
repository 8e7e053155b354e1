import { useEffect, useRef } from "react";

/** Calls `draw` before every repaint, or twice a second for people who asked for less motion. */
export function useAnimation(draw: () => void): void {
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(() => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (calm) {
      const timer = setInterval(() => latest.current(), 500);
      return () => clearInterval(timer);
    }
    let handle = requestAnimationFrame(function step() {
      latest.current();
      handle = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(handle);
  }, []);
}
