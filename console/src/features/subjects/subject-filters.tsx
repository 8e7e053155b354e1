import { Button, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { cameraQuery, siteQuery } from "../../app/queries.ts";
import { NO_FILTER, SPANS_MIN, SUBJECT_CLASSES, type SubjectFilter } from "./subject-queries.ts";

interface FiltersProps {
  readonly filter: SubjectFilter;
  readonly onChange: (change: Partial<SubjectFilter>) => void;
}

/** Which subjects the gallery shows. */
export function SubjectFilters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const { data: sites = [] } = useQuery(siteQuery);
  const { data: cameras = [] } = useQuery(cameraQuery);
  const onSite = cameras.filter(({ site_id }) => filter.siteId === "" || site_id === filter.siteId);
  const isFiltered = Object.values(filter).some((value) => value !== "");
  return (
    <search className="subject-filters" aria-label={t("subjects.filters")}>
      <TextInput
        className="subject-search"
        aria-label={t("subjects.search")}
        placeholder={t("subjects.search")}
        leftSection={<IconSearch size={16} />}
        value={filter.name}
        maxLength={200}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <FilterSelect
        label={t("subjects.class")}
        any={t("subjects.anyClass")}
        value={filter.objectClass}
        data={SUBJECT_CLASSES.map((name) => ({ value: name, label: t(`class.${name}`) }))}
        onChange={(objectClass) => onChange({ objectClass })}
      />
      <FilterSelect
        label={t("plans.site")}
        any={t("subjects.anySite")}
        value={filter.siteId}
        data={sites.map((site) => ({ value: site.site_id, label: site.name }))}
        onChange={(siteId) => onChange({ siteId, cameraId: "" })}
      />
      <FilterSelect
        label={t("cameras.camera")}
        any={t("subjects.anyCamera")}
        value={filter.cameraId}
        data={onSite
          .toSorted((a, b) => a.code.localeCompare(b.code))
          .map(({ camera_id: value, code, name }) => ({ value, label: `${code} · ${name}` }))}
        onChange={(cameraId) => onChange({ cameraId })}
      />
      <FilterSelect
        label={t("subjects.when")}
        any={t("subjects.anyTime")}
        value={filter.span}
        data={SPANS_MIN.map((min) => ({ value: String(min), label: t(`subjects.span.${min}`) }))}
        onChange={(span) => onChange({ span })}
      />
      {isFiltered && (
        <Button variant="subtle" color="gray" onClick={() => onChange(NO_FILTER)}>
          {t("subjects.clear")}
        </Button>
      )}
    </search>
  );
}

interface FilterSelectProps {
  readonly label: string;
  /** What is shown while nothing is chosen. */
  readonly any: string;
  readonly value: string;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function FilterSelect({ label, any, value, data, onChange }: FilterSelectProps) {
  return (
    <Select
      aria-label={label}
      allowDeselect={false}
      searchable={data.length > 12}
      value={value}
      data={[{ value: "", label: any }, ...data]}
      onChange={(chosen) => onChange(chosen ?? "")}
    />
  );
}
