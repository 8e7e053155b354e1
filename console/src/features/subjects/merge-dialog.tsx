import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowRight, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Subject, SubjectDetail } from "../../app/api.ts";
import { formatAgo } from "../../app/format.ts";
import { Dialog, DialogForm } from "../../ui/dialog.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Problem } from "../../ui/problem.tsx";
import { canUnmerge, mergeInto, readSubject, survivorOf, unmerge } from "./corrections.ts";
import { Crop } from "./crop.tsx";
import { NO_FILTER, subjectListQuery, subjectName } from "./subject-queries.ts";
import { useCorrection } from "./use-correction.tsx";

interface MergeProps {
  readonly subject: SubjectDetail;
  readonly onClose: () => void;
}

const CHOICES_MAX = 24;

/** Says that a subject and another one are the same: choose it, compare both, join them. */
export function MergeDialog({ subject, onClose }: MergeProps) {
  const { t } = useTranslation();
  const [other, setOther] = useState<Subject>();
  const name = subjectName(subject);
  return (
    <Dialog title={t("subjects.sameTitle", { name })} opened onClose={onClose} size="lg">
      {other === undefined ? (
        <SubjectPicker subject={subject} onPick={setOther} />
      ) : (
        <JoinForm
          subject={subject}
          other={other}
          onBack={() => setOther(undefined)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface PickerProps {
  readonly subject: SubjectDetail;
  readonly onPick: (other: Subject) => void;
}

/** Subjects of the same class, found by name. */
function SubjectPicker({ subject, onPick }: PickerProps) {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useState("");
  const [name] = useDebouncedValue(search.trim(), 250);
  const filter = { ...NO_FILTER, name, objectClass: subject.object_class };
  const list = useInfiniteQuery(subjectListQuery(filter, CHOICES_MAX));
  const others = (list.data?.pages.flatMap((page) => page.subjects) ?? []).filter(
    (other) => other.subject_id !== subject.subject_id,
  );
  return (
    <>
      <TextInput
        label={t("subjects.sameSearch")}
        leftSection={<IconSearch size={16} />}
        value={search}
        maxLength={200}
        data-autofocus
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {list.isPending && <Loading rows={3} />}
      {list.isError && <Problem error={list.error} />}
      {list.isSuccess && others.length === 0 && <p className="soft">{t("subjects.noMatch")}</p>}
      <ul className="subject-choices">
        {others.map((other) => (
          <li key={other.subject_id}>
            <button type="button" onClick={() => onPick(other)}>
              <Crop picture={other.picture} objectClass={other.object_class} name="" size="small" />
              <span>
                <strong>{subjectName(other)}</strong>
                <span className="soft">{formatAgo(other.last_seen_at, i18n.language)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="default"
          mt="sm"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("action.more")}
        </Button>
      )}
    </>
  );
}

interface JoinProps extends MergeProps {
  readonly other: Subject;
  readonly onBack: () => void;
}

function JoinForm({ subject, other, onBack, onClose }: JoinProps) {
  const { t } = useTranslation();
  const into = survivorOf<Subject>(subject, other);
  const from = into === other ? subject : other;
  const [fromName, intoName] = [subjectName(from), subjectName(into)];
  const saving = useCorrection(async () => {
    const joined = await readSubject(from.subject_id);
    await mergeInto(from.subject_id, into.subject_id);
    return {
      message: t("subjects.merged", { from: fromName, into: intoName }),
      openId: into.subject_id,
      isGone: from === subject,
      ...(canUnmerge(joined) && { undo: () => unmerge(into.subject_id, joined) }),
    };
  }, onClose);
  return (
    <DialogForm
      saving={saving}
      submitLabel={t("subjects.join")}
      onCancel={onBack}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(undefined);
      }}
    >
      <div className="subject-pair">
        {[from, into].map((side, index) => (
          <figure key={side.subject_id}>
            <Crop
              picture={side.picture}
              objectClass={side.object_class}
              name={subjectName(side)}
              size="large"
            />
            <figcaption>
              <strong>{subjectName(side)}</strong>
              <span className="soft">{t("subjects.tracks", { count: side.track_count })}</span>
            </figcaption>
            {index === 0 && <IconArrowRight className="subject-pair-arrow" aria-hidden />}
          </figure>
        ))}
      </div>
      <p className="subject-explain">
        {t("subjects.mergeExplain", { from: fromName, into: intoName })}
      </p>
    </DialogForm>
  );
}
