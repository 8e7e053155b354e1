import {
  Button,
  Group,
  Modal,
  PasswordInput,
  Select,
  Stack,
  Switch,
  Table,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { type Account, answerOf, api, type Role } from "../../app/api.ts";
import { formatInstant } from "../../app/format.ts";
import { Loading } from "../../ui/loading.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Problem } from "../../ui/problem.tsx";
import { ROLES } from "./roles.ts";

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
      <Modal
        opened={target !== undefined}
        onClose={() => setTarget(undefined)}
        title={target === "new" ? t("users.add") : t("users.edit")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {target !== undefined && (
          <UserForm
            user={target === "new" ? undefined : target}
            onDone={() => setTarget(undefined)}
          />
        )}
      </Modal>
    </Panel>
  );
}

interface UserFormProps {
  readonly user: Account | undefined;
  readonly onDone: () => void;
}

const PASSWORD_LENGTH_MIN = 8;

function UserForm({ user, onDone }: UserFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: {
      username: user?.username ?? "",
      email: user?.email ?? "",
      displayName: user?.display_name ?? "",
      role: user?.role ?? ("viewer" as Role),
      active: user?.active ?? true,
      password: "",
    },
    validate: {
      password: (value) =>
        (user !== undefined && value === "") || value.length >= PASSWORD_LENGTH_MIN
          ? null
          : t("users.passwordShort", { count: PASSWORD_LENGTH_MIN }),
    },
  });
  const save = useMutation({
    mutationFn: () => saveUser(user, form.values),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["users"] });
      onDone();
    },
  });
  return (
    <form onSubmit={form.onSubmit(() => save.mutate())}>
      <Stack gap="sm">
        {user === undefined && (
          <>
            <TextInput
              label={t("users.name")}
              required
              withAsterisk={false}
              autoComplete="off"
              {...form.getInputProps("username")}
            />
            <TextInput
              label={t("users.email")}
              type="email"
              autoComplete="off"
              {...form.getInputProps("email")}
            />
          </>
        )}
        <TextInput label={t("users.displayName")} {...form.getInputProps("displayName")} />
        <Select
          label={t("users.role")}
          allowDeselect={false}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          {...form.getInputProps("role")}
        />
        <PasswordInput
          label={user === undefined ? t("signIn.password") : t("users.newPassword")}
          autoComplete="new-password"
          required={user === undefined}
          withAsterisk={false}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
          {...form.getInputProps("password")}
        />
        {user !== undefined && (
          <Switch
            label={t("users.mayUse")}
            {...form.getInputProps("active", { type: "checkbox" })}
          />
        )}
        {save.isError && <Problem error={save.error} />}
        <Group justify="end">
          <Button variant="default" onClick={onDone}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface UserValues {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
  readonly active: boolean;
  readonly password: string;
}

function saveUser(user: Account | undefined, values: UserValues): Promise<unknown> {
  const display_name = values.displayName === "" ? null : values.displayName;
  if (user === undefined) {
    const { username, password, role } = values;
    const email = values.email === "" ? null : values.email;
    return answerOf(
      api.POST("/api/v1/auth/users", { body: { username, email, password, role, display_name } }),
    );
  }
  return answerOf(
    api.PATCH("/api/v1/auth/users/{user_id}", {
      params: { path: { user_id: user.id } },
      body: {
        role: values.role,
        active: values.active,
        display_name,
        ...(values.password === "" ? {} : { password: values.password }),
      },
    }),
  );
}

async function listUsers(): Promise<Account[]> {
  // The operation answers two families with two shapes, so the document leaves its body open.
  const answer: unknown = await answerOf(api.GET("/api/v1/auth/users"));
  return (answer as { users: Account[] }).users;
}
