import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import { sessionQuery, signIn } from "@/api/session";
import { changeLanguage } from "@/i18n/setup";
import { Mark } from "@/ui/mark";
import { Problem } from "@/ui/problem";
import "./sign-in.css";

interface Pair {
  email: string;
  password: string;
}

/** E-mail and password, and the choice of language. */
export function SignInPage() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const entering = useMutation({
    mutationFn: ({ email, password }: Pair) => signIn(email, password),
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  });
  const refused = entering.error instanceof ApiError && entering.error.status === 401;
  const other = i18n.language === "en" ? "zh" : "en";
  return (
    <main className="sign-in">
      <div className="sign-in-card panel">
        <div className="row">
          <Mark size={36} />
          <div>
            <h1>{t("shell.signIn.title")}</h1>
            <div className="soft">{t("shell.signIn.slogan")}</div>
          </div>
        </div>
        <Form<Pair> layout="vertical" requiredMark={false} onFinish={(pair) => entering.mutate(pair)}>
          <Form.Item name="email" label={t("shell.signIn.email")} rules={[{ required: true }]}>
            <Input autoFocus autoComplete="username" size="large" />
          </Form.Item>
          <Form.Item name="password" label={t("shell.signIn.password")} rules={[{ required: true }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          {refused ? <Alert type="error" showIcon role="alert" title={t("shell.signIn.wrong")} /> : null}
          {entering.error && !refused ? <Problem error={entering.error} /> : null}
          <Button type="primary" htmlType="submit" size="large" block loading={entering.isPending}>
            {t("shell.signIn.submit")}
          </Button>
        </Form>
        <Button type="link" size="small" onClick={() => void changeLanguage(other)}>
          {other === "en" ? "English" : "中文"}
        </Button>
      </div>
    </main>
  );
}
