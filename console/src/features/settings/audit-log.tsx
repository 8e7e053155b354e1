import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconListSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { answerOf, api } from "../../app/api.ts";
import { formatInstant } from "../../app/format.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Problem } from "../../ui/problem.tsx";
import { RecordTable } from "../../ui/record-table.tsx";

const PAGE_ROWS = 50;
const RESULTS = ["ok", "denied", "failed"] as const;
type Result = (typeof RESULTS)[number];

/** Who did what, and what was refused, newest first. */
export function AuditLog() {
  const { t, i18n } = useTranslation();
  const [operation, setOperation] = useState("");
  const [result, setResult] = useState<Result | "">("");
  const [wanted] = useDebouncedValue(operation.trim(), 300);
  const log = useInfiniteQuery({
    queryKey: ["audit", wanted, result],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) => readPage({ wanted, result, beforeId: pageParam }),
    getNextPageParam: (page) => page.next_before_id ?? undefined,
  });
  const rows = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      title={t("settings.section.audit")}
      flush
      actions={
        <div className="audit-filters">
          <TextInput
            size="xs"
            aria-label={t("audit.operation")}
            placeholder={t("audit.operation")}
            value={operation}
            onChange={(event) => setOperation(event.currentTarget.value)}
          />
          <Select
            size="xs"
            w={130}
            aria-label={t("audit.result")}
            allowDeselect={false}
            value={result}
            onChange={(value) => setResult((value ?? "") as Result | "")}
            data={[
              { value: "", label: t("audit.any") },
              ...RESULTS.map((value) => ({ value, label: t(`audit.${value}`) })),
            ]}
          />
        </div>
      }
    >
      {log.isPending && <Loading rows={6} />}
      {log.isError && <Problem error={log.error} onRetry={() => void log.refetch()} />}
      {log.isSuccess && rows.length === 0 && (
        <EmptyState
          icon={IconListSearch}
          title={t("audit.empty")}
          advice={t("audit.emptyAdvice")}
        />
      )}
      {rows.length > 0 && (
        <RecordTable
          rows={rows}
          keyOf={(row) => row.id}
          columns={[
            { title: t("audit.at"), cell: (row) => formatInstant(row.at, i18n.language) },
            {
              title: t("audit.who"),
              cell: (row) => row.actor_name ?? row.actor_id ?? row.actor_kind,
            },
            { title: t("audit.operation"), className: "mono", cell: (row) => row.operation },
            {
              title: t("audit.target"),
              className: "soft wrap-anywhere",
              cell: (row) => row.target ?? "–",
            },
            {
              title: t("audit.result"),
              cell: (row) => (
                <span>
                  <span className="status" data-status={row.result}>
                    {t(`audit.${row.result}`, { defaultValue: row.result })}
                  </span>
                  {row.reason !== null && <span className="soft audit-reason">{row.reason}</span>}
                </span>
              ),
            },
            { title: t("audit.from"), className: "soft", cell: (row) => row.address ?? "–" },
          ]}
        />
      )}
      {log.hasNextPage && (
        <div className="audit-more">
          <Button
            variant="default"
            loading={log.isFetchingNextPage}
            onClick={() => void log.fetchNextPage()}
          >
            {t("action.more")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

interface PageRequest {
  readonly wanted: string;
  readonly result: Result | "";
  readonly beforeId: number | undefined;
}

function readPage({ wanted, result, beforeId }: PageRequest) {
  const query = {
    limit: PAGE_ROWS,
    ...(beforeId === undefined ? {} : { before_id: beforeId }),
    ...(wanted === "" ? {} : { operation: wanted }),
    ...(result === "" ? {} : { result }),
  };
  return answerOf(api.GET("/api/v1/audit-log", { params: { query } }));
}
