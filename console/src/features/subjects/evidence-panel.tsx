import { Button, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SubjectDetail } from "../../app/api.ts";
import { Loading } from "../../ui/loading.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Problem } from "../../ui/problem.tsx";
import { LinkCard } from "./link-card.tsx";
import { evidenceQuery, subjectName } from "./subject-queries.ts";

/** The newest decisions are read most; the others are one press away. */
const SHOWN_AT_ONCE = 25;

/** Why each track is held to be of a subject: every link in order of time, with its evidence. */
export function EvidencePanel({ subject }: { readonly subject: SubjectDetail }) {
  const { t } = useTranslation();
  const evidence = useQuery(evidenceQuery(subject.subject_id));
  const [shownMax, setShownMax] = useState(SHOWN_AT_ONCE);
  const [withReplaced, setWithReplaced] = useState(false);
  const all = evidence.data?.links ?? [];
  const current = all.filter((link) => link.revoked_at === null);
  const replacedCount = all.length - current.length;
  const links = withReplaced ? all : current;
  const name = subjectName(subject);
  return (
    <Panel
      title={t("subjects.why", { name })}
      actions={
        replacedCount > 0 && (
          <Switch
            label={t("subjects.replaced", { count: replacedCount })}
            checked={withReplaced}
            onChange={(event) => setWithReplaced(event.currentTarget.checked)}
          />
        )
      }
    >
      <p className="soft subject-why">{t("subjects.whyExplain", { name })}</p>
      {evidence.isPending && <Loading rows={4} heightPx={120} />}
      {evidence.isError && (
        <Problem error={evidence.error} onRetry={() => void evidence.refetch()} />
      )}
      {evidence.isSuccess && links.length === 0 && (
        <p className="soft subject-none">{t("subjects.noLinks")}</p>
      )}
      {links.length > shownMax && (
        <Button variant="default" mb="sm" onClick={() => setShownMax(shownMax + SHOWN_AT_ONCE)}>
          {t("subjects.earlier", { count: links.length - shownMax })}
        </Button>
      )}
      <ol className="links">
        {links.slice(-shownMax).map((link) => (
          <LinkCard
            key={link.link_id}
            subject={subject}
            link={link}
            links={all}
            canSplit={current.length > 1}
          />
        ))}
      </ol>
    </Panel>
  );
}
