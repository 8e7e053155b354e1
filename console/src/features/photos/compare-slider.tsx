import { IconArrowsHorizontal } from "@tabler/icons-react";
import { useState, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";

interface CompareProps {
  /** Addresses for an `img`. */
  readonly before: string;
  readonly after: string;
  /** Words on the right picture. */
  readonly afterLabel: string;
  /** Width and height that both are shown in, pixels. */
  readonly sizePx: readonly [number, number];
  readonly name: string;
}

/** The original and the result over each other; a slider (mouse, touch, keys) moves the border. */
export function CompareSlider({
  before,
  after,
  afterLabel,
  sizePx: [width, height],
  name,
}: CompareProps) {
  const { t } = useTranslation();
  const [percent, setPercent] = useState(50);
  const style: CSSProperties & Record<`--${string}`, string | number> = {
    "--at": `${percent}%`,
    "--ratio": width / height,
  };
  return (
    <div className="compare" style={style}>
      <img src={after} alt={t("photos.afterOf", { name })} draggable={false} />
      <img
        className="compare-before"
        src={before}
        alt={t("photos.beforeOf", { name })}
        draggable={false}
      />
      <span className="compare-label" data-side="before" aria-hidden>
        {t("photos.before")}
      </span>
      <span className="compare-label" data-side="after" aria-hidden>
        {afterLabel}
      </span>
      <input
        type="range"
        min={0}
        max={100}
        step={1}
        value={percent}
        aria-label={t("photos.compare")}
        aria-valuetext={t("photos.compareAt", { percent })}
        onChange={(event) => setPercent(Number(event.currentTarget.value))}
      />
      <span className="compare-line" aria-hidden>
        <span className="compare-knob">
          <IconArrowsHorizontal size={18} stroke={1.8} />
        </span>
      </span>
    </div>
  );
}
