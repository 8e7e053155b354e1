import { Button, Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useRights } from "../../app/account.ts";
import { answerOf, api } from "../../app/api.ts";
import { formatAgo, formatInstant } from "../../app/format.ts";
import { Loading } from "../../ui/loading.tsx";
import { Panel } from "../../ui/panel.tsx";
import { notifyProblem, Problem } from "../../ui/problem.tsx";
import { RecordTable } from "../../ui/record-table.tsx";

/** Where the account is signed in, and the way to end it there. */
export function Sessions() {
  const { t, i18n } = useTranslation();
  const { mayAdminister } = useRights();
  const queries = useQueryClient();
  const [all, setAll] = useState(false);
  const sessions = useQuery({
    queryKey: ["sessions", all],
    queryFn: () =>
      answerOf(api.GET("/api/v1/auth/sessions", { params: { query: { all: String(all) } } })),
  });
  const revoke = useMutation({
    mutationFn: (session_id: string) =>
      answerOf(
        api.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id } } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["sessions"] }),
    onError: (error) => notifyProblem(error, t),
  });
  return (
    <Panel
      title={t("settings.section.sessions")}
      flush
      actions={
        mayAdminister && (
          <Switch
            label={t("sessions.everybody")}
            checked={all}
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
        )
      }
    >
      {sessions.isPending && <Loading rows={3} />}
      {sessions.isError && (
        <Problem error={sessions.error} onRetry={() => void sessions.refetch()} />
      )}
      {sessions.data !== undefined && (
        <RecordTable
          rows={sessions.data}
          keyOf={(row) => row.session_id}
          columns={[
            { title: t("sessions.who"), cell: (row) => row.username ?? row.user_id },
            {
              title: t("sessions.device"),
              className: "settings-agent",
              cell: (row) => (
                <span>
                  {deviceName(row.user_agent)} <span className="soft">{row.address ?? ""}</span>
                  {row.current && <span className="settings-tag">{t("sessions.current")}</span>}
                </span>
              ),
            },
            {
              title: t("sessions.seen"),
              cell: (row) => formatAgo(row.last_seen_at, i18n.language),
            },
            {
              title: t("sessions.ends"),
              cell: (row) => formatInstant(row.expires_at, i18n.language),
            },
            {
              title: t("sessions.revoke"),
              isAction: true,
              cell: (row) => (
                <Button
                  variant="default"
                  size="xs"
                  mih={30}
                  disabled={row.current}
                  onClick={() => revoke.mutate(row.session_id)}
                >
                  {t("sessions.revoke")}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Panel>
  );
}

const BROWSERS = [
  ["Edg/", "Edge"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const SYSTEMS = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["Windows", "Windows"],
  ["Mac OS", "macOS"],
  ["Linux", "Linux"],
] as const;

/** Browser and system of a user agent, or its beginning when it is something else. */
function deviceName(agent: string | null): string {
  if (agent === null) return "–";
  const browser = BROWSERS.find(([mark]) => agent.includes(mark))?.[1];
  const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1];
  return browser === undefined ? agent.slice(0, 40) : [browser, system].filter(Boolean).join(" · ");
}
