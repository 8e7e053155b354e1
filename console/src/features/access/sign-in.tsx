import { Button, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError, answerOf, api } from "../../app/api.ts";
import { chooseLanguage, LANGUAGES, type Language } from "../../app/i18n.ts";
import { keepTokens } from "../../app/session.ts";
import { Logo } from "../../ui/logo.tsx";
import { Problem } from "../../ui/problem.tsx";
import "./sign-in.css";

/** The page a signed-out browser sees. `onLeave` runs when it appears, to drop what was cached. */
export function SignIn({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useTranslation();
  useEffect(onLeave, [onLeave]);
  useEffect(() => {
    document.title = `${t("signIn.title")} · Whereabouts`;
  }, [t]);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="sign-in-brand">
          <Logo size={36} />
          <span>Whereabouts</span>
        </div>
        <h1>{t("signIn.title")}</h1>
        <p className="soft">{t("signIn.lead")}</p>
        <SignInForm />
      </div>
      <LanguageChoice />
    </main>
  );
}

function SignInForm() {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const login = useMutation({
    mutationFn: async () => {
      const who = name.includes("@") ? { email: name } : { username: name };
      keepTokens(await answerOf(api.POST("/api/v1/auth/login", { body: { ...who, password } })));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t("signIn.name")}
          value={name}
          required
          size="md"
          autoComplete="username"
          withAsterisk={false}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("signIn.password")}
          value={password}
          required
          size="md"
          withAsterisk={false}
          autoComplete="current-password"
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
        />
        {login.isError && <LoginProblem error={login.error} />}
        <Button type="submit" size="md" loading={login.isPending} fullWidth mt={4}>
          {t("action.signIn")}
        </Button>
        <p className="soft sign-in-hint">{t("signIn.firstTime")}</p>
      </Stack>
    </form>
  );
}

function LoginProblem({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError) || error.status !== 401) return <Problem error={error} />;
  return (
    <div className="problem" role="alert">
      <strong>{t("signIn.wrong")}</strong>
      <p>{t("signIn.wrongMend")}</p>
    </div>
  );
}

function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <Select
      className="sign-in-language"
      aria-label={t("settings.language")}
      allowDeselect={false}
      w={150}
      data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
      value={i18n.language}
      onChange={(value) =>
        value !== null && void chooseLanguage(value as Language, { remember: true })
      }
    />
  );
}
