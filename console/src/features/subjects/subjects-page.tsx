import { Button } from "@mantine/core";
import { useDebouncedValue, useIntersection } from "@mantine/hooks";
import { IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { EmptyState } from "../../ui/empty-state.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Page } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useZoneNames } from "./place-words.ts";
import { SubjectCard } from "./subject-card.tsx";
import { SubjectFilters } from "./subject-filters.tsx";
import { NO_FILTER, subjectListQuery, type SubjectFilter } from "./subject-queries.ts";
import "./subjects.css";

/** Everybody and everything the cameras have met, newest seen first. */
export function SubjectsPage() {
  const { t } = useTranslation();
  const [filter, setFilter] = useFilter();
  const [name] = useDebouncedValue(filter.name.trim(), 300);
  const list = useInfiniteQuery(subjectListQuery({ ...filter, name }));
  const subjects = list.data?.pages.flatMap((page) => page.subjects) ?? [];
  const isFiltered = Object.values(filter).some((value) => value !== "");
  return (
    <Page title={t("nav.subjects")} lead={t("subjects.lead")}>
      <SubjectFilters filter={filter} onChange={setFilter} />
      {list.isPending && <Loading rows={3} heightPx={200} />}
      {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && subjects.length === 0 && (
        <NobodyYet isFiltered={isFiltered} onClear={() => setFilter(NO_FILTER)} />
      )}
      <Gallery subjects={subjects} />
      <MoreSubjects
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </Page>
  );
}

function Gallery({
  subjects,
}: {
  readonly subjects: Parameters<typeof SubjectCard>[0]["subject"][];
}) {
  const zoneNames = useZoneNames();
  if (subjects.length === 0) return null;
  return (
    <ul className="subject-gallery">
      {subjects.map((subject) => (
        <li key={subject.subject_id}>
          <SubjectCard subject={subject} zoneNames={zoneNames} />
        </li>
      ))}
    </ul>
  );
}

interface MoreProps {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

/** Reads on once it comes into view; the button does the same for the keyboard. */
function MoreSubjects({ hasMore, isLoading, onMore }: MoreProps) {
  const { t } = useTranslation();
  const { ref, entry } = useIntersection({ rootMargin: "600px" });
  const isNear = entry?.isIntersecting === true;
  useEffect(() => {
    if (isNear && hasMore && !isLoading) onMore();
  }, [isNear, hasMore, isLoading, onMore]);
  if (!hasMore) return null;
  return (
    <div ref={ref} className="subject-more">
      <Button variant="default" loading={isLoading} onClick={onMore}>
        {t("action.more")}
      </Button>
    </div>
  );
}

function NobodyYet({
  isFiltered,
  onClear,
}: {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="panel">
      {isFiltered ? (
        <EmptyState
          icon={IconUsers}
          title={t("subjects.noMatch")}
          advice={t("subjects.noMatchAdvice")}
        >
          <Button onClick={onClear}>{t("subjects.clear")}</Button>
        </EmptyState>
      ) : (
        <EmptyState icon={IconUsers} title={t("subjects.empty")} advice={t("subjects.emptyAdvice")}>
          <Button component={Link} to="/cameras">
            {t("subjects.toCameras")}
          </Button>
        </EmptyState>
      )}
    </div>
  );
}

/** The filter lives in the address, so that it can be kept and sent. */
function useFilter(): [SubjectFilter, (change: Partial<SubjectFilter>) => void] {
  const [search, setSearch] = useSearchParams();
  const names = Object.keys(NO_FILTER) as (keyof SubjectFilter)[];
  const filter = { ...NO_FILTER };
  const read: Partial<Record<keyof SubjectFilter, string>> = {};
  for (const key of names) read[key] = search.get(key) ?? "";
  const change = (next: Partial<SubjectFilter>) =>
    setSearch(
      (former) => {
        for (const [key, value] of Object.entries(next)) {
          if (value === "") former.delete(key);
          else former.set(key, value);
        }
        return former;
      },
      { replace: true },
    );
  return [{ ...filter, ...read }, change];
}
