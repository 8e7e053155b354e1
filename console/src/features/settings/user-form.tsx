import { PasswordInput, Select, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { type Account, answerOf, api, type Role } from "../../app/api.ts";
import { DialogForm } from "../../ui/dialog.tsx";
import { ROLES } from "./roles.ts";

interface UserFormProps {
  readonly user: Account | undefined;
  readonly onDone: () => void;
}

const PASSWORD_LENGTH_MIN = 8;

/** Creates an account, or changes what one may do. */
export function UserForm({ user, onDone }: UserFormProps) {
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
    <DialogForm saving={save} onCancel={onDone} onSubmit={form.onSubmit(() => save.mutate())}>
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
        <Switch label={t("users.mayUse")} {...form.getInputProps("active", { type: "checkbox" })} />
      )}
    </DialogForm>
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
