import { Button, Tabs } from "@mantine/core";
import { IconArrowLeft, IconArrowsJoin2, IconPencil, IconUserQuestion } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useParams, useSearchParams } from "react-router";

import { useRights } from "../../app/account.ts";
import { ApiError, type SubjectDetail } from "../../app/api.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Page } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { EvidencePanel } from "./evidence-panel.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { SubjectFacts } from "./subject-facts.tsx";
import { subjectName, subjectQuery } from "./subject-queries.ts";
import { SubjectWhereabouts } from "./subject-whereabouts.tsx";
import "./subjects.css";

/** One subject: what it looks like, where it is and was, and why it is held to be one. */
export function SubjectPage() {
  const { t } = useTranslation();
  const { subjectId = "" } = useParams();
  const { data: subject, ...reading } = useQuery(subjectQuery(subjectId));
  const isGone = reading.error instanceof ApiError && [404, 422].includes(reading.error.status);
  if (subject !== undefined && subject.subject_id !== subjectId) {
    return <Navigate to={`/subjects/${subject.subject_id}`} replace />;
  }
  return (
    <Page
      title={subject === undefined ? t("nav.subjects") : subjectName(subject)}
      actions={<PageActions subject={subject} />}
    >
      {reading.isPending && <Loading rows={6} />}
      {reading.isError && !isGone && (
        <Problem error={reading.error} onRetry={() => void reading.refetch()} />
      )}
      {isGone && (
        <div className="panel">
          <EmptyState
            icon={IconUserQuestion}
            title={t("subjects.unknown")}
            advice={t("subjects.unknownAdvice")}
          />
        </div>
      )}
      {subject !== undefined && !isGone && (
        <div className="subject">
          <SubjectFacts subject={subject} />
          <SubjectTabs key={subject.subject_id} subject={subject} />
        </div>
      )}
    </Page>
  );
}

function SubjectTabs({ subject }: { readonly subject: SubjectDetail }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  return (
    <Tabs
      className="subject-main"
      value={search.get("tab") ?? "where"}
      onChange={(tab) => setSearch({ tab: tab ?? "where" }, { replace: true })}
      keepMounted={false}
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="where">{t("subjects.whereabouts")}</Tabs.Tab>
        <Tabs.Tab value="why">{t("subjects.why", { name: subjectName(subject) })}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="where">
        <SubjectWhereabouts subject={subject} />
      </Tabs.Panel>
      <Tabs.Panel value="why">
        <EvidencePanel subject={subject} />
      </Tabs.Panel>
    </Tabs>
  );
}

function PageActions({ subject }: { readonly subject: SubjectDetail | undefined }) {
  const { t } = useTranslation();
  const { mayWork } = useRights();
  const [dialog, setDialog] = useState<"rename" | "merge">();
  const close = () => setDialog(undefined);
  return (
    <>
      <Button
        className="subject-back"
        component={Link}
        to="/subjects"
        variant="subtle"
        color="gray"
        leftSection={<IconArrowLeft size={16} />}
      >
        {t("subjects.all")}
      </Button>
      {mayWork && subject !== undefined && (
        <>
          <Button
            variant="default"
            leftSection={<IconPencil size={16} />}
            onClick={() => setDialog("rename")}
          >
            {t("subjects.rename")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconArrowsJoin2 size={16} />}
            onClick={() => setDialog("merge")}
          >
            {t("subjects.sameAs")}
          </Button>
          {dialog === "rename" && <RenameDialog subject={subject} onClose={close} />}
          {dialog === "merge" && <MergeDialog subject={subject} onClose={close} />}
        </>
      )}
    </>
  );
}
