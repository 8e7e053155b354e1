import { useTranslation } from "react-i18next";

import type { CameraStatus } from "../app/api.ts";

const KNOWN: readonly string[] = ["healthy", "degraded", "down"] satisfies CameraStatus[];

/** A camera's health: a coloured shape and a word, so that colour is never the only sign. */
export function StatusBadge({ status }: { readonly status: string }) {
  const { t } = useTranslation();
  const known = KNOWN.includes(status) ? status : "unknown";
  return (
    <span className="status" data-status={known}>
      {t(`status.${known}`)}
    </span>
  );
}
