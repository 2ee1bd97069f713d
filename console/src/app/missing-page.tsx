import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

function Missing({ title, hint }: { title: string; hint: string }) {
  const { t } = useTranslation();
  return (
    <div className="panel first-step missing-page">
      <h1>{title}</h1>
      <p className="soft">{hint}</p>
      <Link to="/">
        <Button type="primary">{t("shell.home")}</Button>
      </Link>
    </div>
  );
}

/** An address that leads nowhere. */
export function MissingPage() {
  const { t } = useTranslation();
  return <Missing title={t("shell.missing")} hint={t("shell.missingHint")} />;
}

/** A project that is not there, or not for this account. */
export function MissingProject() {
  const { t } = useTranslation();
  return <Missing title={t("shell.missingProject")} hint={t("shell.missingProjectHint")} />;
}
