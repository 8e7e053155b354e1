import { Button, Code, CopyButton, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { answerOf, api, type Role } from "../../app/api.ts";
import { formatInstant } from "../../app/format.ts";
import { Dialog, DialogForm } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Panel } from "../../ui/panel.tsx";
import { notifyProblem, Problem } from "../../ui/problem.tsx";
import { RecordTable } from "../../ui/record-table.tsx";
import { ROLES } from "./roles.ts";

/** Keys for programs, each with a role of its own. */
export function ApiKeys() {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const keys = useQuery({
    queryKey: ["keys"],
    queryFn: () => answerOf(api.GET("/api/v1/auth/api-keys")),
  });
  const remove = useMutation({
    mutationFn: (key_id: string) =>
      answerOf(api.DELETE("/api/v1/auth/api-keys/{key_id}", { params: { path: { key_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["keys"] }),
    onError: (error) => notifyProblem(error, t),
  });
  const add = (
    <Button size="xs" mih={32} leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
      {t("keys.add")}
    </Button>
  );
  return (
    <Panel title={t("settings.section.keys")} flush actions={add}>
      {keys.isPending && <Loading rows={3} />}
      {keys.isError && <Problem error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && (
        <EmptyState icon={IconKey} title={t("keys.empty")} advice={t("keys.emptyAdvice")} />
      )}
      {keys.data !== undefined && keys.data.length > 0 && (
        <RecordTable
          rows={keys.data}
          keyOf={(row) => row.key_id}
          columns={[
            { title: t("keys.name"), cell: (row) => row.name },
            { title: t("keys.prefix"), className: "mono", cell: (row) => `${row.prefix}…` },
            { title: t("users.role"), cell: (row) => t(`role.${row.role}`) },
            {
              title: t("keys.lastUsed"),
              cell: (row) =>
                row.last_used_at === null
                  ? t("keys.never")
                  : formatInstant(row.last_used_at, i18n.language),
            },
            {
              title: t("keys.expires"),
              cell: (row) =>
                row.expires_at === null
                  ? t("keys.noEnd")
                  : formatInstant(row.expires_at, i18n.language),
            },
            {
              title: t("action.remove"),
              isAction: true,
              cell: (row) => (
                <Button
                  variant="default"
                  className="danger"
                  size="xs"
                  mih={30}
                  onClick={() => remove.mutate(row.key_id)}
                >
                  {t("action.remove")}
                </Button>
              ),
            },
          ]}
        />
      )}
      <Dialog opened={adding} onClose={() => setAdding(false)} title={t("keys.add")}>
        <NewKey onDone={() => setAdding(false)} />
      </Dialog>
    </Panel>
  );
}

function NewKey({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [expires, setExpires] = useState("");
  const create = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST("/api/v1/auth/api-keys", {
          body: {
            name,
            role,
            ...(expires === "" ? {} : { expires_at: new Date(expires).toISOString() }),
          },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["keys"] }),
  });
  if (create.data !== undefined) return <ShownOnce value={create.data.key} onDone={onDone} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <DialogForm saving={create} submitLabel={t("keys.create")} onCancel={onDone} onSubmit={submit}>
      <TextInput
        label={t("keys.name")}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t("users.role")}
        allowDeselect={false}
        value={role}
        data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
        onChange={(value) => setRole(value as Role)}
      />
      <TextInput
        type="date"
        label={t("keys.expires")}
        description={t("keys.expiresHelp")}
        value={expires}
        onChange={(event) => setExpires(event.currentTarget.value)}
      />
    </DialogForm>
  );
}

function ShownOnce({ value, onDone }: { readonly value: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <p style={{ margin: 0 }}>{t("keys.shownOnce")}</p>
      <Code block className="wrap-anywhere" style={{ whiteSpace: "pre-wrap" }}>
        {value}
      </Code>
      <Group justify="end">
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t("action.copied") : t("action.copy")}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t("keys.stored")}</Button>
      </Group>
    </Stack>
  );
}
