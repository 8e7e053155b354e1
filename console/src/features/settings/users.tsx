import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { type Account, answerOf, api } from "../../app/api.ts";
import { formatInstant } from "../../app/format.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Problem } from "../../ui/problem.tsx";
import { RecordTable } from "../../ui/record-table.tsx";
import { UserForm } from "./user-form.tsx";

/** The people who may sign in, and what they may do. */
export function Users() {
  const { t, i18n } = useTranslation();
  const [target, setTarget] = useState<Account | "new">();
  const users = useQuery({ queryKey: ["users"], queryFn: listUsers });
  return (
    <Panel
      title={t("settings.section.users")}
      flush
      actions={
        <Button
          size="xs"
          mih={32}
          leftSection={<IconPlus size={14} />}
          onClick={() => setTarget("new")}
        >
          {t("users.add")}
        </Button>
      }
    >
      {users.isPending && <Loading rows={3} />}
      {users.isError && <Problem error={users.error} onRetry={() => void users.refetch()} />}
      {users.data !== undefined && (
        <RecordTable
          rows={users.data}
          keyOf={(user) => user.id}
          columns={[
            { title: t("users.name"), cell: (user) => <UserName user={user} /> },
            { title: t("users.email"), cell: (user) => user.email ?? "–" },
            { title: t("users.role"), cell: (user) => t(`role.${user.role}`) },
            {
              title: t("users.state"),
              cell: (user) => (
                <span className="status" data-status={user.active ? "ok" : "unknown"}>
                  {t(user.active ? "users.active" : "users.inactive")}
                </span>
              ),
            },
            {
              title: t("users.lastLogin"),
              cell: (user) => formatInstant(user.last_login, i18n.language),
            },
            {
              title: t("action.edit"),
              isAction: true,
              cell: (user) => (
                <Button
                  variant="default"
                  size="xs"
                  mih={30}
                  onClick={() => setTarget(user)}
                  aria-label={t("users.editNamed", { name: user.username ?? user.id })}
                >
                  {t("action.edit")}
                </Button>
              ),
            },
          ]}
        />
      )}
      <Dialog
        opened={target !== undefined}
        onClose={() => setTarget(undefined)}
        title={target === "new" ? t("users.add") : t("users.edit")}
      >
        {target !== undefined && (
          <UserForm
            user={target === "new" ? undefined : target}
            onDone={() => setTarget(undefined)}
          />
        )}
      </Dialog>
    </Panel>
  );
}

/** The name one signs in with, and the one for people; some accounts sign in by e-mail alone. */
function UserName({ user }: { readonly user: Account }) {
  const { username, display_name } = user;
  return (
    <span>
      <strong>{username ?? display_name ?? user.email ?? "–"}</strong>{" "}
      {username !== null && <span className="soft">{display_name ?? ""}</span>}
    </span>
  );
}

async function listUsers(): Promise<Account[]> {
  // The operation answers two families with two shapes, so the document leaves its body open.
  const answer: unknown = await answerOf(api.GET("/api/v1/auth/users"));
  return (answer as { users: Account[] }).users;
}
