import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import { ApiError } from "../app/api.ts";

interface ProblemProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** An error in words: what happened, how to mend it, and what the server said. */
export function Problem({ error, onRetry }: ProblemProps) {
  const { t } = useTranslation();
  const { what, mend, said } = explain(error, t);
  return (
    <div className="problem" role="alert">
      <strong>{what}</strong>
      <p>{mend}</p>
      {said !== "" && <code>{said}</code>}
      {onRetry !== undefined && (
        <div>
          <Button variant="default" size="xs" mih={32} onClick={onRetry}>
            {t("action.retry")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Says in a corner of the page that an action failed, and how to mend it. */
export function notifyProblem(error: unknown, t: TFunction): void {
  const { what, mend, said } = explain(error, t);
  notifications.show({
    color: "red",
    title: what,
    message: said === "" ? mend : `${said}. ${mend}`,
  });
}

function explain(error: unknown, t: TFunction): { what: string; mend: string; said: string } {
  const kind = error instanceof ApiError ? kindOf(error.status) : "unexpected";
  const said = error instanceof Error ? error.message : String(error);
  return { what: t(`problem.${kind}`), mend: t(`problem.${kind}Mend`), said };
}

function kindOf(status: number): string {
  if (status === 0) return "offline";
  if (status === 401) return "signedOut";
  if (status === 403) return "forbidden";
  if (status === 404) return "missing";
  if (status === 409) return "conflict";
  if (status === 422 || status === 400 || status === 413) return "refused";
  if (status === 429) return "busy";
  return status === 504 ? "timeout" : "server";
}
