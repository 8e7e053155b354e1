import { Button, Table } from "@mantine/core";
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
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("users.name")}</Table.Th>
              <Table.Th>{t("users.email")}</Table.Th>
              <Table.Th>{t("users.role")}</Table.Th>
              <Table.Th>{t("users.state")}</Table.Th>
              <Table.Th>{t("users.lastLogin")}</Table.Th>
              <Table.Th>
                <span className="visually-hidden">{t("action.edit")}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {users.data.map((user) => (
              <Table.Tr key={user.id}>
                <Table.Td>
                  <strong>{user.username ?? "–"}</strong>{" "}
                  <span className="soft">{user.display_name ?? ""}</span>
                </Table.Td>
                <Table.Td>{user.email ?? "–"}</Table.Td>
                <Table.Td>{t(`role.${user.role}`)}</Table.Td>
                <Table.Td>
                  <span className="status" data-status={user.active ? "ok" : "unknown"}>
                    {t(user.active ? "users.active" : "users.inactive")}
                  </span>
                </Table.Td>
                <Table.Td>{formatInstant(user.last_login, i18n.language)}</Table.Td>
                <Table.Td ta="right">
                  <Button
                    variant="default"
                    size="xs"
                    mih={30}
                    onClick={() => setTarget(user)}
                    aria-label={t("users.editNamed", { name: user.username ?? user.id })}
                  >
                    {t("action.edit")}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
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

async function listUsers(): Promise<Account[]> {
  // The operation answers two families with two shapes, so the document leaves its body open.
  const answer: unknown = await answerOf(api.GET("/api/v1/auth/users"));
  return (answer as { users: Account[] }).users;
}
